using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Pacing;

/// <summary>
/// Feed-forward pacing: of the supply that the plan still forecasts for this week, serve the part that the week's remaining money buys. What an
/// earlier week left over, or took too much, is made up in the current one. What is left of a week's supply follows the line's curve of the day.
/// </summary>
internal static class ServeProbability
{
    /// <param name="spentMicros">Billed and reserved so far.</param>
    /// <returns>Of one matching request, 0..1.</returns>
    public static double Of(LiveLine line, long spentMicros, DateTimeOffset now)
    {
        var due = 0L;
        foreach (var week in line.Weeks)
        {
            // In a week without money nothing is due: what is left over waits for the next one.
            if (week.Start > now) return 0;
            due += week.BudgetMicros;
            // Without a forecast: along the clock.
            if (now < week.End && week.Supply <= 0) return spentMicros + (week.BudgetMicros * Remaining(line, week, now)) < due ? 1 : 0;
            if (now < week.End) return Share(due - spentMicros, line.PriceMicros, week.Supply * Remaining(line, week, now));
        }
        // After the last planned week (a plan that ends before its flight): what is left is due at once.
        return due > spentMicros ? 1 : 0;
    }

    /// <summary>Of the remaining supply, the part that the remaining money buys.</summary>
    public static double Share(double dueMicros, double priceMicros, double supply)
    {
        if (dueMicros <= 0) return 0;
        return priceMicros <= 0 || supply * priceMicros <= dueMicros ? 1 : dueMicros / (supply * priceMicros);
    }

    /// <summary>Supply is taken as even over the days of the week that lie in the flight, and along the curve inside a day.</summary>
    private static double Remaining(LiveLine line, LiveWeek week, DateTimeOffset now)
    {
        if (now <= week.Start) return 1;
        var zone = line.Campaign.Zone;
        // A week's bounds are midnights of the zone, whatever the clocks do in between.
        var end = TimeZoneInfo.ConvertTime(week.End, zone).Date;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var days = (end - TimeZoneInfo.ConvertTime(week.Start, zone).Date).TotalDays;
        return days <= 0 ? 1 : Math.Clamp(((end - local.Date).TotalDays - line.Curve.Before(local.TimeOfDay)) / days, 0, 1);
    }
}
