using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Pacing;

/// <summary>
/// Feed-forward pacing: of the supply that the plan still forecasts for this week, serve the part that the week's remaining money buys. What an
/// earlier week left over, or took too much, is made up in the current one.
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
            if (now < week.End) return Share(due - spentMicros, line.PriceMicros, week.Supply * Remaining(week, now));
        }
        // After the last planned week (a plan that ends before its flight): what is left is due at once.
        return due > spentMicros ? 1 : 0;
    }

    private static double Share(long dueMicros, long priceMicros, double supply)
    {
        if (dueMicros <= 0) return 0;
        return priceMicros <= 0 || supply * priceMicros <= dueMicros ? 1 : dueMicros / (supply * priceMicros);
    }

    /// <summary>Supply is taken as even over the days of the week that lie in the flight.</summary>
    private static double Remaining(LiveWeek week, DateTimeOffset now) => (week.End - now) / (week.End - week.Start);
}
