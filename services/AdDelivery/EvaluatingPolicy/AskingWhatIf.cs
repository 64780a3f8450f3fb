using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AdDelivery.EvaluatingPolicy;

/// <param name="Metric">What counts as a success: click, complete, conversion, and the other kinds of events but impression.</param>
/// <param name="Shares">By creative (crv_...), at least 0, some above 0.</param>
internal sealed record WhatIfRequest(string? Metric, IReadOnlyDictionary<string, double>? Shares);

/// <param name="Actual">Successes an impression, as it was.</param>
/// <param name="Refused">Why the data cannot say; null when they can.</param>
/// <param name="Value">Successes an impression, as it would have been; null when refused.</param>
internal sealed record WhatIfAnswer(string Metric, long Impressions, double Actual, double EffectiveSampleSize, string? Refused, WhatIfValue? Value);

/// <param name="Low">95% interval of <paramref name="Dr"/>.</param>
internal sealed record WhatIfValue(double Ips, double Snips, double Dr, double Low, double High);

/// <summary>Another allocation, judged by what was logged: as long as decisions are kept.</summary>
internal static class AskingWhatIf
{
    private const int MaxShares = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/delivery/campaigns/{campaignId}/what-if", AskAsync)
        .RequireScope(Scopes.Reports)
        .WithName("askWhatIf").WithSummary("What other shares of the creatives would have earned; refuses where the log cannot say.");

    private static async Task<Results<Ok<WhatIfAnswer>, ProblemHttpResult>> AskAsync(
        string campaignId, WhatIfRequest request, Caller caller, DeliveryDb db, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("cmp", campaignId, out var id) || await db.ComposeAsync(id, cancellationToken) is not { } campaign
            || (caller.Kind == AccountKind.Publisher ? campaign.PublisherId : campaign.AdvertiserId) != caller.AccountId) return Problems.NotFound("campaign");
        var errors = new FieldErrors();
        var metric = EventKinds.Find(request.Metric ?? "");
        errors.Check(metric is not null and not DeliveryKind.Impression, "metric", "must be a kind of event other than impression, such as click");
        var shares = SharesOf(request, campaign, errors);
        if (errors.Any) return errors.ToProblem();
        var shown = await db.QueryAsync(
            """
            SELECT i.creative_id, d.propensity, CAST(count(*) AS BIGINT), CAST(count(m.decision_id) AS BIGINT)
            FROM events i JOIN decisions d ON d.decision_id = i.decision_id LEFT JOIN events m ON m.decision_id = i.decision_id AND m.kind = @p1
            WHERE i.campaign_id = @p0 AND i.kind = @p2 AND d.propensity > 0 GROUP BY i.creative_id, d.propensity ORDER BY i.creative_id, d.propensity
            """,
            row => new ShownAlike(row.Id(0), row.GetDouble(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken, id, metric, DeliveryKind.Impression);
        var impressions = shown.Sum(row => row.Impressions);
        var estimate = WhatIf.Evaluate(campaign.Creatives, shown, shares);
        return TypedResults.Ok(new WhatIfAnswer(
            request.Metric!, impressions, impressions == 0 ? 0 : (double)shown.Sum(row => row.Successes) / impressions, Math.Round(estimate.EffectiveSampleSize, 1),
            (estimate as PolicyEstimate.Refused)?.Reason,
            estimate is PolicyEstimate.Answered a ? new(a.Ips, a.Snips, a.Dr, a.Low, a.High) : null));
    }

    private static Dictionary<Guid, double> SharesOf(WhatIfRequest request, ServingCampaign campaign, FieldErrors errors)
    {
        var shares = new Dictionary<Guid, double>();
        if (!errors.Check(request.Shares is { Count: >= 1 and <= MaxShares }, "shares", $"must have 1 to {MaxShares} creatives")) return shares;
        foreach (var (creative, share) in request.Shares!)
        {
            var known = Ids.TryParse("crv", creative, out var id) && campaign.Creatives.Any(served => served.CreativeId == id);
            errors.Check(known, $"shares.{creative}", "is no creative that the campaign serves");
            errors.Check(double.IsFinite(share) && share >= 0, $"shares.{creative}", "must be at least 0");
            if (known) shares[id] = share;
        }
        errors.Check(shares.Count == 0 || shares.Values.Sum() > 0, "shares", "must have one above 0");
        return shares;
    }
}
