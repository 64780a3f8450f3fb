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
    ProfilingDb db, ViewerRows viewers, BatchRows rows, SegmentRules segments, IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<DeliveryRecorded>
{
    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        var (publisherId, now) = (context.Message.AccountId, clock.GetUtcNow());
        var records = context.Message.Records
            .Where(r => r.ViewerHash is not null && r.Kind is DeliveryKind.Impression or DeliveryKind.Click or DeliveryKind.Complete).ToArray();
        if (records.Length == 0) return;
        await db.BeginWriteAsync(context.CancellationToken);
        var rules = await segments.OfAsync(db, publisherId, context.CancellationToken);
        // A record is unique for ever; a client's message id cannot clash with this prefix and its control character.
        var fresh = rows.NotSeen(publisherId, [.. records.Select(r => $"delivery\u001f{r.RecordId}")], now, options.Value.DuplicateWindow);
        foreach (var ofViewer in records.Where((_, index) => fresh.Contains(index)).GroupBy(r => viewers.FindByHash(publisherId, r.ViewerHash!)))
        {
            if (ofViewer.Key is not { } number) continue;
            var viewer = viewers.ReadToChange(number);
            if (!ConsentGate.MayMeasure(viewer.Profile, options.Value.TcfAppliesTo(publisherId))) continue;
            viewer.Profile.Exposure = ofViewer.Aggregate(viewer.Profile.Exposure, Plus);
            viewers.Write(publisherId, number, viewer.Version, viewer.Profile, [], rules.EvaluationAt(Evaluated(viewer.Profile, rules, now, publisherId)), now);
        }
    }

    private int Evaluated(ViewerProfile profile, CompiledSegments rules, DateTimeOffset now, string publisherId)
    {
        var time = EvaluationTime.At(now, options.Value.InterestHalfLife);
        UpdatingMembership.Update(profile, rules, time, options.Value, publisherId);
        return time.Today;
    }

    private static ExposureSummary Plus(ExposureSummary sum, DeliveryRecord record) => record.Kind switch
    {
        DeliveryKind.Impression => sum with { Impressions = sum.Impressions + 1, LastImpressionAt = Later(sum.LastImpressionAt, record.At) },
        DeliveryKind.Click => sum with { Clicks = sum.Clicks + 1, LastClickAt = Later(sum.LastClickAt, record.At) },
        _ => sum with { Completions = sum.Completions + 1 },
    };

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;
}
