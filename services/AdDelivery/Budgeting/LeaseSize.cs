namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>How much of a budget an instance may draw on at once: slices shrink near the end, so that a crash holds back little when little is left.</summary>
internal static class LeaseSize
{
    /// <param name="remainingMicros">Neither billed nor leased, of the line and of the campaign, the lesser.</param>
    /// <returns>Micros, 0 when not even one impression is left.</returns>
    public static long Of(long remainingMicros, long priceMicros, AdDeliveryOptions options)
    {
        if (remainingMicros < priceMicros || remainingMicros < 0) return 0;
        var slice = Math.Clamp(remainingMicros / options.LeaseDivisor, priceMicros * options.LeaseMinImpressions, priceMicros * options.LeaseMaxImpressions);
        return Math.Min(slice, remainingMicros);
    }
}
