using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>
/// Decayed scores as whole numbers that never have to be touched again: log2(value) + at / half-life does not change while a score fades, so that
/// "at least x now" is one comparison with log2(x) + now / half-life. Both evaluators compare these numbers.
/// </summary>
/// <remarks>The grid is 2^-20 of a halving at the default half-life: scores within 0.00007% of a threshold are at it.</remarks>
internal readonly record struct Decay(TimeSpan HalfLife, double Scale)
{
    public const int Most = int.MaxValue;

    /// <summary>Years for which the numbers fit, from 2000 on.</summary>
    private const double Horizon = 100 * 365.25;

    /// <summary>log2 of the smallest value told apart from none, negated.</summary>
    private const double Smallest = 64;

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Decay Of(TimeSpan halfLife)
    {
        var range = (TimeSpan.FromDays(Horizon) / halfLife) + (2 * Smallest);
        return new(halfLife, double.Exp2(30 - Math.Ceiling(Math.Log2(range))));
    }

    /// <summary>Null for a score of 0, which is no feature.</summary>
    public int? Write(DecayedScore score) => score.Value > 0 ? At(Math.Log2(score.Value), HalvingsTo(score.At)) : null;

    /// <summary>The number that a score of 2^<paramref name="log2"/> has at the time that <paramref name="halvings"/> says.</summary>
    public int At(double log2, double halvings) => (int)Math.Clamp(Math.Round((log2 + halvings + Smallest) * Scale), 0, Most);

    public double HalvingsTo(DateTimeOffset at) => (at - Epoch) / HalfLife;
}
