namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What an answer may spend on waiting for cap counts, over all its placements. Once it is used up, capped campaigns do not serve in this answer.</summary>
internal sealed class CapTime(TimeSpan total, TimeProvider clock)
{
    private TimeSpan _left = total;

    public async ValueTask<T> SpendAsync<T>(Func<TimeSpan, ValueTask<T>> ask)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await ask(_left);
        }
        finally
        {
            _left -= clock.GetElapsedTime(started);
        }
    }
}
