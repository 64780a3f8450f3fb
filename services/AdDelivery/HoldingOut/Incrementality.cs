using System.Globalization;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.HoldingOut;

/// <param name="Decisions">That showed them the campaign, or would have.</param>
/// <param name="Converted">Viewers who did, at least once, after the first of these.</param>
internal sealed record ExposureGroup(long Viewers, long Decisions, long Converted)
{
    public static readonly ExposureGroup Empty = new(0, 0, 0);

    public double Rate => Viewers == 0 ? 0 : (double)Converted / Viewers;
}

/// <summary>What the campaign brought, by those who were held out.</summary>
/// <param name="Moved">Viewers left out because they were in both groups: the share was changed meanwhile.</param>
/// <param name="Difference">Of the rates, with its 95% interval: Newcombe 1998, method 10.</param>
/// <param name="Lift">Of the exposed rate over the ghosts', with its 95% interval: Katz 1978. For one look: intervals of many looks together are wider.</param>
/// <param name="IncrementalConversions">Viewers among the exposed who would not have converted.</param>
/// <param name="Refused">Why there are no figures; null when there are.</param>
internal sealed record IncrementalityTold(
    double Holdout, ExposureGroup Exposed, ExposureGroup Ghosts, long Moved, Interval? Difference, Interval? Lift, Interval? IncrementalConversions, string? Refused);

internal sealed record Interval(double Value, double Low, double High);

/// <summary>Compares viewers by the group that chance put them in, shown or not: who was given a creative and closed the page is still one of the exposed.</summary>
internal static class Incrementality
{
    /// <summary>After a campaign has ended: conversions are late, and so are those who ask.</summary>
    public static readonly TimeSpan ReadFor = TimeSpan.FromDays(30);

    private const double Central95 = 1.959964;
    private const int MinViewers = 100;
    private const int MinConverted = 10;

    public static async Task<IncrementalityTold?> IncrementalityAsync(this DeliveryDb db, Guid campaignId, double? holdout, CancellationToken cancellationToken)
    {
        var groups = (await db.QueryAsync(
            """
            SELECT CASE WHEN ghosts > 0 AND exposed > 0 THEN 2 WHEN ghosts > 0 THEN 1 ELSE 0 END, CAST(count(*) AS BIGINT), CAST(sum(exposed + ghosts) AS BIGINT),
                CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM conversions c WHERE c.campaign_id = exposures.campaign_id AND c.viewer_hash = exposures.viewer_hash) THEN 1 ELSE 0 END) AS BIGINT)
            FROM exposures WHERE campaign_id = @p0 GROUP BY 1
            """,
            row => (Group: row.GetInt32(0), Of: new ExposureGroup(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))), cancellationToken, campaignId)).ToDictionary(row => row.Group, row => row.Of);
        return holdout is null && groups.Count == 0 ? null
            : Read(holdout ?? 0, groups.GetValueOrDefault(0, ExposureGroup.Empty), groups.GetValueOrDefault(1, ExposureGroup.Empty), groups.GetValueOrDefault(2, ExposureGroup.Empty).Viewers);
    }

    public static IncrementalityTold Read(double holdout, ExposureGroup exposed, ExposureGroup ghosts, long moved)
    {
        if ((TooFew(exposed, "exposed") ?? TooFew(ghosts, "held-out")) is { } reason) return new(holdout, exposed, ghosts, moved, null, null, null, reason);
        var (e, g) = (exposed.Rate, ghosts.Rate);
        var ((eLow, eHigh), (gLow, gHigh)) = (Wilson(exposed), Wilson(ghosts));
        var difference = new Interval(e - g, e - g - Hypot(e - eLow, gHigh - g), e - g + Hypot(eHigh - e, g - gLow));
        var deviation = Math.Sqrt(((1 - e) / exposed.Converted) + ((1 - g) / ghosts.Converted));
        var lift = new Interval((e / g) - 1, (e / g * Math.Exp(-Central95 * deviation)) - 1, (e / g * Math.Exp(Central95 * deviation)) - 1);
        return new(
            holdout, exposed, ghosts, moved, difference, lift, new(difference.Value * exposed.Viewers, difference.Low * exposed.Viewers, difference.High * exposed.Viewers), Refused: null);
    }

    private static string? TooFew(ExposureGroup group, string name) => group.Viewers >= MinViewers && group.Converted >= MinConverted ? null
        : string.Create(CultureInfo.InvariantCulture, $"too few to tell: {group.Viewers} {name} viewers, of whom {group.Converted} converted; needs at least {MinViewers}, {MinConverted} of them converted");

    /// <summary>Wilson 1927.</summary>
    private static (double Low, double High) Wilson(ExposureGroup group)
    {
        var (n, z2) = (group.Viewers, Central95 * Central95);
        var centre = (group.Rate + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Central95 / (1 + (z2 / n)) * Math.Sqrt((group.Rate * (1 - group.Rate) / n) + (z2 / (4.0 * n * n)));
        return (centre - half, centre + half);
    }

    private static double Hypot(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
