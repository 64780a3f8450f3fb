namespace AdPlatform.Profiles;

/// <summary>A sum of event weights that halves every half-life: the value at its last update, so that an idle profile costs nothing.</summary>
/// <param name="Value">At <paramref name="At"/>; weights are usually 1 an event.</param>
public readonly record struct DecayedScore(double Value, DateTimeOffset At)
{
    public double ValueAt(DateTimeOffset now, TimeSpan halfLife) =>
        Value * double.Exp2(-((now - At) / halfLife));

    /// <summary>The same result in whichever order the events come (up to rounding): the older of the two is decayed to the younger.</summary>
    public DecayedScore Plus(double weight, DateTimeOffset at, TimeSpan halfLife) => at >= At
        ? new(ValueAt(at, halfLife) + weight, at)
        : this with { Value = Value + new DecayedScore(weight, at).ValueAt(At, halfLife) };

    public DecayedScore Plus(DecayedScore other, TimeSpan halfLife) => Plus(other.Value, other.At, halfLife);
}
