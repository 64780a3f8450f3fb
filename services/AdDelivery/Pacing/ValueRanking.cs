namespace AdPlatform.AdDelivery.Pacing;

/// <summary>
/// How one line's requests spread over predicted values, lately, so that a line that cannot take all of them leaves out the least promising ones. Safe for
/// concurrent use.
/// </summary>
internal sealed class ValueRanking
{
    /// <summary>An eighth of an octave each, from 2^-20 to 1.</summary>
    private const int Buckets = 160;

    private const double PerOctave = 8;

    /// <summary>Requests after which a seen value counts half: audiences move within hours, and a ranking that lags behind them bends the plan.</summary>
    private const double HalfLife = 2_000;

    /// <summary>Requests until the ranking is trusted fully.</summary>
    private const double Warm = 500;

    private static readonly double Growth = Math.Pow(2, 1 / HalfLife);

    private readonly Lock _gate = new();
    private readonly double[] _weights = new double[Buckets];
    private double _unit = 1;
    private double _total;
    private long _seen;

    /// <summary>Counts the request, and says how likely the line takes it. Over the line's traffic that averages to <paramref name="share"/>.</summary>
    /// <param name="share">Of its requests that the line should take, 0..1.</param>
    /// <param name="value">Predicted response of this one, 0..1.</param>
    /// <param name="even">Part of the share that is spread over all requests alike, 0..1, so that learning never goes blind on any of them.</param>
    public double Throttle(double share, double value, double even)
    {
        var bucket = Math.Clamp((int)(Buckets + (PerOctave * Math.Log2(Math.Max(value, 1e-12)))), 0, Buckets - 1);
        double above = 0, same, trust;
        lock (_gate)
        {
            _unit *= Growth;
            if (_unit > 1e100) Rescale();
            _weights[bucket] += _unit;
            _total += _unit;
            _seen++;
            if (share is <= 0 or >= 1) return Math.Clamp(share, 0, 1);
            for (var i = bucket + 1; i < Buckets; i++) above += _weights[i];
            (above, same, trust) = (above / _total, _weights[bucket] / _total, Math.Min(1, _seen / Warm));
        }
        var ranked = (1 - even) * trust;
        return ((1 - ranked) * share) + (ranked * Math.Clamp((share - above) / same, 0, 1));
    }

    private void Rescale()
    {
        for (var i = 0; i < Buckets; i++) _weights[i] /= _unit;
        _total /= _unit;
        _unit = 1;
    }
}
