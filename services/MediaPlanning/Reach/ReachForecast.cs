namespace AdPlatform.MediaPlanning.Reach;

/// <param name="AtLeast">[k - 1]: persons reached at least k times, k = 1..10.</param>
/// <param name="AverageFrequency">Delivered impressions per person reached.</param>
/// <param name="Delivered">Impressions within the frequency cap.</param>
/// <param name="Capped">Impressions that the frequency cap is forecast to hold back.</param>
internal sealed record ReachOfPlan(double[] AtLeast, double AverageFrequency, double Delivered, double Capped, LineReach[] Lines);

/// <param name="Own">Persons that the line reaches at least once.</param>
/// <param name="Exclusive">Persons that only this line reaches: what the plan's reach loses without it (its incremental reach).</param>
internal readonly record struct LineReach(double Own, double Exclusive);

internal static class ReachForecast
{
    public const int Frequencies = 10;

    /// <param name="persons">Per class of people.</param>
    /// <param name="rates">[line][class]: exposures of one person of the class per impression of the line.</param>
    /// <param name="impressions">Per line.</param>
    /// <param name="capPerPerson">Most impressions a person over the flight; null is no cap.</param>
    public static ReachOfPlan Of(IReadOnlyList<double> persons, double[][] rates, double[] impressions, int? capPerPerson)
    {
        var classes = persons.Count;
        var load = new double[classes];
        for (var i = 0; i < rates.Length; i++)
            for (var s = 0; s < classes; s++) load[s] += rates[i][s] * impressions[i];

        var (weights, exposures) = (new double[classes * ViewingIntensity.Nodes], new double[classes * ViewingIntensity.Nodes]);
        for (var s = 0; s < classes; s++)
        {
            for (var n = 0; n < ViewingIntensity.Nodes; n++)
            {
                weights[s * ViewingIntensity.Nodes + n] = persons[s] / ViewingIntensity.Nodes;
                exposures[s * ViewingIntensity.Nodes + n] = load[s] * ViewingIntensity.Fifths[n];
            }
        }

        var mixture = new DiracMixture(weights, exposures);
        var reach = mixture.AtLeast(Math.Max(Frequencies, capPerPerson ?? 0));
        var bought = mixture.Exposures;
        var delivered = capPerPerson is { } cap ? reach.Take(cap).Sum() : bought;
        return new ReachOfPlan(
            reach[..Frequencies], reach[0] > 0 ? delivered / reach[0] : 0, delivered, Math.Max(0, bought - delivered),
            [.. rates.Select((line, i) => Line(persons, line, impressions[i], load))]);
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
