namespace AdPlatform.MediaPlanning.Reach;

/// <param name="AtLeast">[k - 1]: persons reached at least k times, k = 1..10; 0 above the cap.</param>
/// <param name="AverageFrequency">Delivered impressions per person reached.</param>
/// <param name="Delivered">Impressions within the frequency cap.</param>
/// <param name="Pressure">By how much more often everybody meets the plan's lines than without a cap, so that what capped persons cannot see goes to others.</param>
/// <param name="Capped">Bought impressions that the frequency cap is forecast to hold back, all supply used.</param>
internal sealed record ReachOfPlan(double[] AtLeast, double AverageFrequency, double Delivered, double Capped, double Pressure, LineReach[] Lines);

/// <param name="Own">Persons that the line reaches at least once.</param>
/// <param name="Exclusive">Persons that only this line reaches: what the plan's reach loses without it (its incremental reach).</param>
internal readonly record struct LineReach(double Own, double Exclusive);

internal static class ReachForecast
{
    public const int Frequencies = 10;

    /// <param name="persons">Per class of people.</param>
    /// <param name="rates">[line][class]: exposures of one person of the class per impression of the line.</param>
    /// <param name="impressions">Per line, bought.</param>
    /// <param name="capPerPerson">Most impressions a person over the flight; null is no cap.</param>
    /// <param name="room">Supply over bought impressions, at least 1: what a capped person cannot see goes to others as far as this reaches.</param>
    public static ReachOfPlan Of(IReadOnlyList<double> persons, double[][] rates, double[] impressions, int? capPerPerson, double room = 1)
    {
        var load = Load(persons.Count, rates, impressions);
        var bought = 0.0;
        for (var s = 0; s < load.Length; s++) bought += persons[s] * load[s];

        var pressure = capPerPerson is { } cap ? Pressure(persons, load, bought, cap, Math.Max(1, room)) : 1;
        for (var s = 0; s < load.Length; s++) load[s] *= pressure;
        var reach = Mixture(persons, load).AtLeast(Math.Max(Frequencies, capPerPerson ?? 0));
        var delivered = capPerPerson is { } most ? Math.Min(bought, reach.Take(most).Sum()) : bought;
        return new ReachOfPlan(
            Truncated(reach, capPerPerson), reach[0] > 0 ? delivered / reach[0] : 0, delivered, Math.Max(0, bought - delivered), pressure,
            [.. rates.Select((line, i) => Line(persons, line, impressions[i] * pressure, load))]);
    }

    /// <summary>[k - 1]: persons exposed at least k times, k = 1..10; 0 above the cap.</summary>
    public static double[] AtLeast(IReadOnlyList<double> persons, double[][] rates, double[] impressions, int? capPerPerson) =>
        Truncated(Mixture(persons, Load(persons.Count, rates, impressions)).AtLeast(Frequencies), capPerPerson);

    private static double[] Truncated(double[] reach, int? cap) => [.. reach.Take(Frequencies).Select((r, k) => k < (cap ?? Frequencies) ? r : 0)];

    /// <summary>Per class: exposures of one person of mean intensity.</summary>
    private static double[] Load(int classes, double[][] rates, double[] impressions)
    {
        var load = new double[classes];
        for (var i = 0; i < rates.Length; i++)
            for (var s = 0; s < classes; s++) load[s] += rates[i][s] * impressions[i];
        return load;
    }

    /// <summary>By how much more often everybody must meet the plan, so that within the cap what was bought is delivered (bisection).</summary>
    private static double Pressure(IReadOnlyList<double> persons, double[] load, double bought, int cap, double room)
    {
        double Delivered(double pressure) => Mixture(persons, [.. load.Select(l => l * pressure)]).AtLeast(cap).Sum();
        if (Delivered(room) <= bought) return room;
        var (low, high) = (1.0, room);
        for (var step = 0; step < 40; step++)
        {
            var middle = 0.5 * (low + high);
            if (Delivered(middle) < bought) low = middle; else high = middle;
        }
        return high;
    }

    private static DiracMixture Mixture(IReadOnlyList<double> persons, double[] load)
    {
        var (weights, exposures) = (new double[load.Length * ViewingIntensity.Nodes], new double[load.Length * ViewingIntensity.Nodes]);
        for (var s = 0; s < load.Length; s++)
        {
            for (var n = 0; n < ViewingIntensity.Nodes; n++)
            {
                weights[s * ViewingIntensity.Nodes + n] = persons[s] / ViewingIntensity.Nodes;
                exposures[s * ViewingIntensity.Nodes + n] = load[s] * ViewingIntensity.Fifths[n];
            }
        }
        return new DiracMixture(weights, exposures);
    }

    private static LineReach Line(IReadOnlyList<double> persons, double[] rates, double impressions, double[] load)
    {
        var (own, exclusive) = (0.0, 0.0);
        for (var s = 0; s < persons.Count; s++)
        {
            foreach (var intensity in ViewingIntensity.Fifths)
            {
                var here = rates[s] * impressions * intensity;
                var reached = -DiracMixture.ExpMinusOne(-here) * persons[s] / ViewingIntensity.Nodes;
                own += reached;
                exclusive += reached * Math.Exp(-Math.Max(0, load[s] * intensity - here));
            }
        }
        return new LineReach(own, exclusive);
    }
}
