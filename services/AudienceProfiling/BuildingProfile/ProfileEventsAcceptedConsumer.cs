using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>One write transaction a batch: what it needs is read in sets, applied in memory, and written in sets.</summary>
internal sealed class ProfileEventsAcceptedConsumer(
    ProfilingDb db, ViewerRows viewers, BatchRows rows, SegmentRules segments, ConsentCategories categories, ProfilingMetrics metrics,
    IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<ProfileEventsAccepted>
{
    public async Task Consume(ConsumeContext<ProfileEventsAccepted> context)
    {
        var (publisherId, settings, now) = (context.Message.AccountId, options.Value, clock.GetUtcNow());
        await db.BeginWriteAsync(context.CancellationToken);
        var rules = await segments.OfAsync(db, publisherId, context.CancellationToken);

        var fresh = rows.NotSeen(publisherId, [.. context.Message.Events.Select(e => e.MessageId)], now, settings.DuplicateWindow);
        var events = context.Message.Events.Where((_, index) => fresh.Contains(index)).ToArray();
        var batch = Load(publisherId, events);
        foreach (var e in events) batch.Apply(e);
        Store(publisherId, batch, rules, now);
        metrics.Count(batch, duplicates: context.Message.Events.Count - events.Length);
    }

    private ViewerBatch Load(string publisherId, ViewerEvent[] events)
    {
        var batch = new ViewerBatch(new(options.Value.TcfAppliesTo(publisherId), categories, options.Value.InterestHalfLife));
        var ids = events.SelectMany(ViewerBatch.IdsOf).Distinct().ToArray();
        rows.LoadMarks(publisherId, ids, batch.Marks);
        rows.LoadTitles(publisherId, events, batch.Titles);
        foreach (var number in ids.Select(id => viewers.Find(publisherId, id)).OfType<long>().Distinct())
        {
            var stored = viewers.ReadToChange(number);
            batch.Know(new BatchViewer(stored.Number, stored.Version, stored.Profile));
        }
        return batch;
    }

    private void Store(string publisherId, ViewerBatch batch, CompiledSegments rules, DateTimeOffset now)
    {
        foreach (var id in batch.ChangedMarks) rows.WriteMark(publisherId, id, batch.Marks[id]);

        // First what goes, then what stays: a viewer who withdrew and came back within the batch is a new one.
        long removed = 0;
        foreach (var viewer in batch.Viewers.Where(v => v is { WithdrawnAt: not null, Number: not null }))
        {
            var erased = viewers.Erase(publisherId, new(viewer.Number!.Value, viewer.Version, viewer.Profile));
            removed = Math.Max(removed, viewer.Version);
            db.Publish(new ProfileErased { AccountId = publisherId, ViewerHashes = erased.Hashes, ErasedAt = viewer.WithdrawnAt!.Value }, now);
        }

        var numbers = new Dictionary<BatchViewer, long>(ReferenceEqualityComparer.Instance);
        var time = EvaluationTime.At(now, options.Value.InterestHalfLife);
        foreach (var viewer in batch.Viewers.Where(v => v is { Changed: true, MergedInto: null, WithdrawnAt: null }))
        {
            UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId);
            var least = Math.Max(viewer.Version, viewer.Number is null ? removed : 0);
            numbers[viewer] = viewers.Write(publisherId, viewer.Number, least, viewer.Profile, viewer.IdsToLink, rules.EvaluationAt(time.Today), now);
        }

        foreach (var viewer in batch.Viewers.Where(v => v is { MergedInto: not null, Number: not null }))
        {
            var survivor = viewer.MergedInto!;
            while (survivor.MergedInto is { } next) survivor = next;
            viewers.RemoveMerged(viewer.Number!.Value, numbers.GetValueOrDefault(survivor));
        }

        foreach (var e in batch.UnknownTitles)
        {
            var viewer = e.Viewer;
            while (viewer.MergedInto is { } next) viewer = next;
            if (numbers.TryGetValue(viewer, out var number)
                && ConsentGate.Of(viewer.Profile, options.Value.TcfAppliesTo(publisherId)) == Permission.Profile) rows.KeepUnknownTitle(publisherId, number, e, now);
        }
    }
}
