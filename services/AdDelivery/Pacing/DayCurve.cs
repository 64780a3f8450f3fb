using AdPlatform.AdDelivery.Deciding;

namespace AdPlatform.AdDelivery.Pacing;

/// <summary>How a line's traffic spreads over the hours of a day in the campaign's zone. Pacing spends along it: no more at night than the night brings.</summary>
internal sealed class DayCurve
{
    private const int Hours = 24;
    private readonly double[] _before = new double[Hours + 1];

    /// <param name="weights">24, from midnight, at least one above 0; only their proportions matter.</param>
    public DayCurve(IReadOnlyList<double> weights)
    {
        if (weights.Count != Hours || weights.Any(weight => !(weight >= 0)) || !(weights.Sum() > 0)) throw new ArgumentException("A day has 24 weights, not all 0.", nameof(weights));
        for (var hour = 0; hour < Hours; hour++) _before[hour + 1] = _before[hour] + (weights[hour] / weights.Sum());
    }

    public static DayCurve Flat { get; } = new([.. Enumerable.Repeat(1.0, Hours)]);

    /// <summary>A line that is bought for a part of the day has no traffic outside of it.</summary>
    public static DayCurve Of(string? daypart) =>
        daypart is null ? Flat : new([.. Enumerable.Range(0, Hours).Select(hour => LineMatch.DaypartOf(hour) == daypart ? 1.0 : 0.0)]);

    /// <summary>Part of a day's traffic that came before this time of day, 0..1.</summary>
    public double Before(TimeSpan timeOfDay)
    {
        var hour = Math.Clamp((int)timeOfDay.TotalHours, 0, Hours - 1);
        return _before[hour] + ((_before[hour + 1] - _before[hour]) * Math.Clamp(timeOfDay.TotalHours - hour, 0, 1));
    }
}
