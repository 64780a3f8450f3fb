using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Keeps a copy of the titles, and counts the events that came before their title for its genres.</summary>
internal sealed class TitleCataloguedConsumer(
    ProfilingDb db, ViewerRows viewers, WritingViewers writing, SegmentRules segments, IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<TitleCatalogued>
{
    public async Task Consume(ConsumeContext<TitleCatalogued> context)
    {
        var (publisherId, now, cancellationToken) = (context.Message.AccountId, clock.GetUtcNow(), context.CancellationToken);
        var titles = context.Message.Titles.GroupBy(title => title.TitleId).Select(same => same.Last()).ToDictionary(title => title.TitleId);
        await db.BeginWriteAsync(cancellationToken);
        await KeepAsync(publisherId, titles.Values, cancellationToken);
        var waiting = (await TakeAsync(publisherId, titles, cancellationToken)).ToLookup(e => e.ViewerNumber);
        if (waiting.Count == 0) return;

        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        var (time, changed) = (EvaluationTime.At(now, options.Value.InterestHalfLife), new List<ViewerWrite>());
        foreach (var viewer in await viewers.TakeAsync(waiting.Select(events => events.Key), cancellationToken))
        {
            foreach (var e in waiting[viewer.Number])
            {
                var genres = Lower(e.Title.Genres);
                if (viewer.Profile.Events.TryGetValue(e.Kind, out var history)) history.AddGenres(e.At, genres);
                ApplyingEvent.AddInterest(viewer.Profile, genres, e.Title.Categories, e.Weight, e.At, options.Value.InterestHalfLife);
            }

            UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId);
            changed.Add(new(viewer.Number, viewer.Version, viewer.Profile, []));
        }

        await writing.WriteAsync(publisherId, changed, rules.EvaluationAt(time.Today), now, cancellationToken);
    }

    private Task KeepAsync(string publisherId, IReadOnlyCollection<CataloguedTitle> titles, CancellationToken cancellationToken) => db.Rows(
        ("title", titles.Select(t => t.TitleId).ToArray()),
        ("name", titles.Select(t => t.Name).ToArray()),
        ("genres", titles.Select(t => JsonSerializer.Serialize(Lower(t.Genres))).ToArray()),
        ("categories", titles.Select(t => JsonSerializer.Serialize(t.Categories)).ToArray())).RunAsync(
        """
        INSERT INTO titles (publisher_id, title_id, name, genres, categories) SELECT @p0, r.title, r.name, r.genres, r.categories FROM {rows} WHERE true
        ON CONFLICT (publisher_id, title_id) DO UPDATE SET name = excluded.name, genres = excluded.genres, categories = excluded.categories
        """, cancellationToken, publisherId);

    private Task<List<Waiting>> TakeAsync(string publisherId, Dictionary<string, CataloguedTitle> titles, CancellationToken cancellationToken) =>
        db.Rows(("title", titles.Keys.ToArray())).ReadAsync(
            """
            DELETE FROM unknown_title_events WHERE publisher_id = @p0 AND title_id IN (SELECT r.title FROM {rows})
            RETURNING title_id, viewer_no, kind, weight, at
            """,
            row => new Waiting(titles[row.GetString(0)], row.GetInt64(1), row.GetString(2), row.GetDouble(3), row.At(4)), cancellationToken, publisherId);

    private static List<string> Lower(IReadOnlyList<string> genres) => [.. genres.Select(genre => genre.ToLowerInvariant()).Distinct()];

    private sealed record Waiting(CataloguedTitle Title, long ViewerNumber, string Kind, double Weight, DateTimeOffset At);
}
