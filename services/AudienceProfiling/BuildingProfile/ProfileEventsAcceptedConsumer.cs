using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.ErasingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Messaging;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>One write transaction for all batches that wait: what they need is read in sets, applied in memory, and written in sets.</summary>
internal sealed class ProfileEventsAcceptedConsumer(
    ProfilingDb db, ViewerRows viewers, WritingViewers writing, BatchRows rows, SegmentRules segments, FactRules facts, ViewerKeys keys,
    ViewingHistory history, Receipts receipts, ProfilingMetrics metrics, IOptions<ProfilingOptions> options, TimeProvider clock) : IBatchConsumer<ProfileEventsAccepted>
{
    private const int ViewersInMessage = 500;

    public async Task ConsumeAsync(IReadOnlyList<ProfileEventsAccepted> messages, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var publisher in messages.Where(message => message.Events.Count > 0).GroupBy(message => message.AccountId))
            await ApplyAsync(publisher.Key, [.. publisher.SelectMany(message => message.Events)], now, cancellationToken);
        foreach (var message in messages)
            if (message.SweepId is { } sweepId) await receipts.SweptAsync(message.AccountId, sweepId, now, cancellationToken);
    }

    private async Task ApplyAsync(string publisherId, ViewerEvent[] accepted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        var fresh = await rows.NotSeenAsync(publisherId, [.. accepted.Select(e => e.MessageId)], now, options.Value.DuplicateWindow, cancellationToken);
        var events = accepted.Where((_, index) => fresh.Contains(index)).Select(e => e.Facts is null ? e with { Facts = ReadingFacts.Of(e, facts) } : e).ToArray();
        var batch = await LoadAsync(publisherId, events, cancellationToken);
        foreach (var e in events) batch.Apply(e);
        await StoreAsync(publisherId, batch, rules, now, cancellationToken);
        db.AfterCommit(() => metrics.Count(batch, duplicates: accepted.Length - events.Length));
    }

    private async Task<ViewerBatch> LoadAsync(string publisherId, ViewerEvent[] events, CancellationToken cancellationToken)
    {
        var batch = new ViewerBatch(new(options.Value.RegimesOf(publisherId), facts, options.Value.InterestHalfLife));
        var ids = events.SelectMany(ViewerBatch.IdsOf).Distinct().ToArray();
        await rows.LoadMarksAsync(publisherId, ids, batch.Marks, cancellationToken);
        await rows.LoadTitlesAsync(publisherId, events, batch.Titles, cancellationToken);
        foreach (var stored in await viewers.TakeAsync(publisherId, ids, cancellationToken))
            batch.Know(new BatchViewer(stored.Number, stored.Version, stored.Profile));
        return batch;
    }

    private async Task StoreAsync(string publisherId, ViewerBatch batch, CompiledSegments rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await rows.WriteMarksAsync(publisherId, [.. batch.ChangedMarks.Select(id => (id, batch.Marks[id]))], cancellationToken);

        // First what goes, then what stays: a viewer who withdrew and came back within the batch is a new one. Who was merged goes with the one who withdrew.
        var withdrawn = batch.Viewers.Where(v => v is { Survivor.WithdrawnAt: not null, Number: not null }).ToArray();
        await writing.EraseAsync(publisherId, Array.ConvertAll(withdrawn, v => new StoredViewer(v.Number!.Value, v.Version, v.Profile)), cancellationToken);
        foreach (var viewer in withdrawn.Where(v => v.MergedInto is null))
            db.Publish(new ProfileErased { AccountId = publisherId, ViewerHashes = keys.HashesOf(publisherId, viewer.Profile), ErasedAt = viewer.WithdrawnAt!.Value }, now);
        var removed = withdrawn.Select(v => v.Version).DefaultIfEmpty().Max();

        var time = EvaluationTime.At(now, options.Value.InterestHalfLife);
        var changed = batch.Viewers.Where(v => v is { Changed: true, MergedInto: null, WithdrawnAt: null }).ToArray();
        foreach (var viewer in changed) UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId);
        var written = await writing.WriteAsync(
            publisherId, Array.ConvertAll(changed, v => new ViewerWrite(v.Number, Math.Max(v.Version, v.Number is null ? removed : 0), v.Profile, v.IdsToLink)),
            rules.EvaluationAt(time.Today), now, cancellationToken);
        var numbers = new Dictionary<BatchViewer, long>(changed.Zip(written, KeyValuePair.Create), ReferenceEqualityComparer.Instance);

        TellConsent(publisherId, changed, now);
        await writing.RemoveMergedAsync(
            [.. batch.Viewers.Where(v => v is { MergedInto: not null, Number: not null, Survivor.WithdrawnAt: null }).Select(v => (v.Number!.Value, numbers[v.Survivor]))], cancellationToken);
        await rows.KeepUnknownTitlesAsync(
            publisherId, [.. batch.UnknownTitles.Where(e => IsKept(e.Viewer.Survivor)).Select(e => (numbers[e.Viewer.Survivor], e))], now, cancellationToken);

        // What was agreed to and then refused within the batch does not begin to be kept.
        await history.ForgetAsync(changed.Where(v => v is { Number: not null, Profile.HistoryConsent: not null } && !(v.Profile.HistoryConsent.Value.Allowed && IsKept(v))).Select(v => v.Number!.Value), cancellationToken);
        await history.KeepAsync(
            publisherId, [.. batch.ViewedTitles.Where(v => IsKept(v.Viewer.Survivor) && v.Viewer.Survivor.Profile.HistoryConsent is { Allowed: true }).Select(v => (numbers[v.Viewer.Survivor], v.Title))], cancellationToken);

        bool IsKept(BatchViewer viewer) =>
            numbers.ContainsKey(viewer) && ConsentGate.Of(viewer.Profile, options.Value.AskFirst(publisherId, viewer.Profile)) == Permission.Profile;
    }

    /// <summary>Of viewers who were known: what a new one says changes nothing for anybody.</summary>
    private void TellConsent(string publisherId, BatchViewer[] changed, DateTimeOffset now)
    {
        foreach (var some in changed.Where(viewer => viewer is { ConsentChanged: true, Number: not null }).Chunk(ViewersInMessage))
        {
            db.Publish(new ConsentChanged
            {
                AccountId = publisherId,
                Viewers = Array.ConvertAll(some, viewer => new ViewerConsent(
                    keys.HashesOf(publisherId, viewer.Profile), options.Value.AskFirst(publisherId, viewer.Profile), viewer.Profile.Consent.ToDictionary(stated => stated.Key, stated => stated.Value.Allowed))),
                ChangedAt = now,
            }, now);
        }
    }
}
