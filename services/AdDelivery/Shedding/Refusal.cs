namespace AdPlatform.AdDelivery.Shedding;

/// <summary>
/// Which part of the questions is let in, by how long work waits. Pure. Down by up to half at a look, up by a twentieth: proportions, so that it settles at a fiftieth as well as at nine
/// tenths, and soon enough that nobody waits long while it does.
/// </summary>
internal static class Refusal
{
    /// <summary>Some are always let in: their answers show when it is over.</summary>
    public const double LetInAtLeast = 0.005;

    private const double Down = 0.5;
    private const double Up = 1.05;
    private const double Least = 0.0005;

    /// <param name="letIn">So far, 0..1.</param>
    /// <param name="waited">By the last look.</param>
    /// <param name="allowed">Above 0.</param>
    public static double Next(double letIn, TimeSpan waited, TimeSpan allowed) => waited <= allowed
        ? Math.Min(1, (letIn * Up) + Least)
        : Math.Max(LetInAtLeast, letIn * (1 - (Down * Math.Min(1, (waited / allowed) - 1))));
}
