using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Profiles;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>What a viewer has seen of ads and done with them, where measuring is allowed.</summary>
internal sealed class DeliveryRecordedConsumer(
    ProfilingDb db, ViewerRows viewers, WritingViewers writing, BatchRows rows, SegmentRules segments, IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<DeliveryRecorded>
{
    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        var (publisherId, now, cancellationToken) = (context.Message.AccountId, clock.GetUtcNow(), context.CancellationToken);
        var records = context.Message.Records
            .Where(r => r.ViewerHash is not null && r.Kind is DeliveryKind.Impression or DeliveryKind.Click or DeliveryKind.Complete).ToArray();
        if (records.Length == 0) return;
        await db.BeginWriteAsync(cancellationToken);
        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        // A record is unique for ever; a client's message id cannot clash with this prefix and its control character.
        var fresh = await rows.NotSeenAsync(publisherId, [.. records.Select(r => $"delivery\u001f{r.RecordId}")], now, options.Value.DuplicateWindow, cancellationToken);
        var numbers = await viewers.FindByHashAsync(publisherId, records.Select(r => r.ViewerHash!), cancellationToken);
        var ofViewer = records.Where((r, index) => fresh.Contains(index) && numbers.ContainsKey(r.ViewerHash!)).ToLookup(r => numbers[r.ViewerHash!]);

        var (time, measured) = (EvaluationTime.At(now, options.Value.InterestHalfLife), new List<ViewerWrite>());
        foreach (var viewer in await viewers.TakeAsync(ofViewer.Select(recorded => recorded.Key), cancellationToken))
        {
            if (!ConsentGate.MayMeasure(viewer.Profile, options.Value.AskFirst(publisherId, viewer.Profile))) continue;
            viewer.Profile.Exposure = ofViewer[viewer.Number].Aggregate(viewer.Profile.Exposure, Plus);
            UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId);
            measured.Add(new(viewer.Number, viewer.Version, viewer.Profile, []));
        }

        await writing.WriteAsync(publisherId, measured, rules.EvaluationAt(time.Today), now, cancellationToken);
    }

    private static ExposureSummary Plus(ExposureSummary sum, DeliveryRecord record) => record.Kind switch
    {
        DeliveryKind.Impression => sum with { Impressions = sum.Impressions + 1, LastImpressionAt = Later(sum.LastImpressionAt, record.At) },
        DeliveryKind.Click => sum with { Clicks = sum.Clicks + 1, LastClickAt = Later(sum.LastClickAt, record.At) },
        _ => sum with { Completions = sum.Completions + 1 },
    };

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
