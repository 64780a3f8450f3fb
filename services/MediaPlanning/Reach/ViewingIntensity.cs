namespace AdPlatform.MediaPlanning.Reach;

/// <summary>
/// Light and heavy viewers within one kind of person: five equal parts of an exponential distribution with mean 1, each at its own mean. A Poisson
/// with an exponential rate is geometric, the same assumption as Goerg's curve; five nodes keep the mixture small.
/// </summary>
internal static class ViewingIntensity
{
    public const int Nodes = 5;

    /// <summary>Mean intensity of each fifth, lightest first; they average to 1.</summary>
    public static IReadOnlyList<double> Fifths { get; } = [.. Enumerable.Range(0, Nodes).Select(Fifth)];

    private static double Fifth(int part)
    {
        // The mean over (a, b) of x e^-x dx is (a + 1) e^-a - (b + 1) e^-b, and each part holds 1/Nodes of the people.
        var from = Edge(part);
        return Nodes * ((from + 1) * Math.Exp(-from) - (part + 1 == Nodes ? 0 : (Edge(part + 1) + 1) * Math.Exp(-Edge(part + 1))));
    }

    private static double Edge(int part) => -Math.Log(1 - (double)part / Nodes);
}
