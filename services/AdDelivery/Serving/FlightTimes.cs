namespace AdPlatform.AdDelivery.Serving;

/// <summary>Days of a campaign begin at midnight in its zone.</summary>
internal static class FlightTimes
{
    /// <summary>First instant of the day; where clocks jump over midnight, the jump itself; where midnight happens twice, the first.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            do midnight = midnight.AddMinutes(15);
            while (zone.IsInvalidTime(midnight));
        }
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
