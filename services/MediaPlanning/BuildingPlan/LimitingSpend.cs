using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>Constraints of a planner as limits and bounds of the problem, in units of money.</summary>
internal static class LimitingSpend
{
    public static LinearLimit[] Limits(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, IReadOnlyList<Candidate> lines, double budget)
    {
        var constraints = inputs.Constraints ?? PlanConstraints.None;
        var unit = MoneyUnit.Micros(inputs.Request.Budget.Currency);
        double[] Cells(Func<Candidate, int, double> use) => [.. lines.SelectMany(line => Enumerable.Range(0, weeks.Count).Select(t => use(line, t)))];
        var limits = new List<LinearLimit>();
        foreach (var cap in constraints.Caps)
            limits.Add(new LinearLimit($"caps: {cap.Dimension} {cap.Value}, at most {cap.Most}", Cells((line, _) => cap.Covers(line.Offer) ? 1 : 0), Math.Floor((double)cap.Most.Micros / unit)));
        foreach (var resource in constraints.Resources)
        {
            limits.Add(new LinearLimit($"resources: {resource.Name}, at most {resource.Most:0.###}",
                Cells((line, _) => resource.PerThousand.GetValueOrDefault(line.Offer.Line.Format) * unit / line.Offer.Line.CpmMicros), resource.Most));
        }
        if (constraints.Flighting != Flighting.Free)
        {
            var shares = Shares(constraints.Flighting, weeks);
            for (var week = 0; week < weeks.Count; week++)
            {
                var t = week;
                limits.Add(new LinearLimit($"flighting: week of {weeks[t].Monday:yyyy-MM-dd}", Cells((_, other) => other == t ? 1 : 0), Math.Ceiling(shares[t] * budget)));
            }
        }
        return [.. limits];
    }

    /// <summary>Of the budget, per week; they add up to 1.</summary>
    public static double[] Shares(Flighting flighting, IReadOnlyList<FlightWeek> weeks)
    {
        double Density(int t) => flighting == Flighting.FrontLoaded && weeks.Count > 1 ? 2 - (double)t / (weeks.Count - 1) : 1;
        var weight = weeks.Select((week, t) => week.Days * Density(t)).ToArray();
        return [.. weight.Select(w => w / weight.Sum())];
    }

    /// <summary>Locked money per line in units; null is not locked.</summary>
    public static long?[] Locked(PlanInputs inputs, IReadOnlyList<Candidate> lines)
    {
        var unit = MoneyUnit.Micros(inputs.Request.Budget.Currency);
        return [.. lines.Select(line => inputs.Constraints?.Locks.FirstOrDefault(l => l.Is(line.Offer)) is { } locked ? locked.Budget.Micros / unit : (long?)null)];
    }

    /// <summary>Locks for which there is nothing to buy.</summary>
    public static IEnumerable<LineLock> Unknown(PlanInputs inputs) => (inputs.Constraints ?? PlanConstraints.None).Locks.Where(l => !inputs.Offers.Any(l.Is));
}
