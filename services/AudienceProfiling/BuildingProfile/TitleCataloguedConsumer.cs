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
    ProfilingDb db, ViewerRows viewers, SegmentRules segments, IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<TitleCatalogued>
{
    public async Task Consume(ConsumeContext<TitleCatalogued> context)
    {
        var (publisherId, now) = (context.Message.AccountId, clock.GetUtcNow());
        await db.BeginWriteAsync(context.CancellationToken);
        using (var command = db.Command(
            """
            INSERT INTO titles (publisher_id, title_id, name, genres, categories) VALUES ($p, $i, $n, $g, $c)
            ON CONFLICT (publisher_id, title_id) DO UPDATE SET name = excluded.name, genres = excluded.genres, categories = excluded.categories
            """).With("$p", "$i", "$n", "$g", "$c"))
        {
            foreach (var title in context.Message.Titles)
                command.Of(publisherId, title.TitleId, title.Name, JsonSerializer.Serialize(Lower(title.Genres)), JsonSerializer.Serialize(title.Categories)).ExecuteNonQuery();
        }

        var waiting = Take(publisherId, context.Message.Titles);
        if (waiting.Count == 0) return;
        var rules = await segments.OfAsync(db, publisherId, context.CancellationToken);
        var time = EvaluationTime.At(now, options.Value.InterestHalfLife);
        foreach (var events in waiting.GroupBy(e => e.ViewerNumber))
        {
            var viewer = viewers.ReadToChange(events.Key);
            foreach (var e in events)
            {
                var genres = Lower(e.Title.Genres);
                if (viewer.Profile.Events.TryGetValue(e.Kind, out var history)) history.AddGenres(e.At, genres);
                ApplyingEvent.AddInterest(viewer.Profile, genres, e.Title.Categories, e.Weight, e.At, options.Value.InterestHalfLife);
            }
            UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId);
            viewers.Write(publisherId, viewer.Number, viewer.Version, viewer.Profile, [], rules.EvaluationAt(time.Today), now);
        }
    }

    private List<Waiting> Take(string publisherId, IReadOnlyList<CataloguedTitle> titles)
    {
        var waiting = new List<Waiting>();
        using var command = db.Command("DELETE FROM unknown_title_events WHERE publisher_id = $p AND title_id = $t RETURNING viewer_no, kind, weight, at").With("$p", "$t");
        foreach (var title in titles)
        {
            using var row = command.Of(publisherId, title.TitleId).ExecuteReader();
            while (row.Read()) waiting.Add(new(title, row.GetInt64(0), row.GetString(1), row.GetDouble(2), UnixMicroseconds.To(row.GetInt64(3))));
        }
        return waiting;
    }

    private static List<string> Lower(IReadOnlyList<string> genres) => [.. genres.Select(genre => genre.ToLowerInvariant()).Distinct()];

    private sealed record Waiting(CataloguedTitle Title, long ViewerNumber, string Kind, double Weight, DateTimeOffset At);
}
