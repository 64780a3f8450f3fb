using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <param name="Exact">In whole units of money.</param>
/// <param name="Tight">The same with supply lowered for the rounding to whole units.</param>
internal sealed record Formulated(PlanProblem Exact, PlanProblem Tight, IReadOnlyList<Candidate> Lines, IReadOnlyList<string> Pools)
{
    /// <summary>The same with a smallest booking for every line that is not locked.</summary>
    public Formulated WithMinimum(double booking)
    {
        double[] minimums = [.. Exact.LineMin.Select(locked => locked > 0 ? locked : Math.Ceiling(booking))];
        return this with { Exact = Exact.With(lineMin: minimums), Tight = Tight.With(lineMin: minimums) };
    }
}

/// <summary>Candidates to cells: how value grows with money, line by line and week by week.</summary>
/// <remarks>
/// Awareness and reach: persons of the target that the line reaches in the week, Goerg's one-point curve, f = A x / (x + S): the first impressions
/// each reach somebody new, with the whole supply the line's weekly audience is nearly reached. Clicks and conversions: f = A (1 - e^(-x/S)), linear at first,
/// worn out after a few exposures. The sum counts a person once a line and week; reach without duplicates is reported from the audience model.
/// </remarks>
internal static class FormulatingProblem
{
    public static Formulated From(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, PlanAudience audience, IReadOnlyList<Candidate> lines, IReadOnlyDictionary<Candidate, LineAudience> audiences)
    {
        var unit = MoneyUnit.Micros(inputs.Request.Budget.Currency);
        var cells = lines.Count * weeks.Count;
        var (a, s, upper, use) = (new double[cells], new double[cells], new double[cells], new double[cells]);
        var poolNames = lines.Select(l => l.Pool).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var poolIndex = poolNames.Select((name, k) => (name, k)).ToDictionary(p => p.name, p => p.k, StringComparer.Ordinal);
        int PoolOf(Candidate line) => line.Pool is null ? -1 : poolIndex[line.Pool];
        var supply = new double[poolNames.Count * weeks.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var cpm = (double)line.Offer.Line.CpmMicros / unit;
            var pool = PoolOf(line);
            for (var t = 0; t < weeks.Count; t++)
            {
                var c = i * weeks.Count + t;
                var impressions = line.Supply[t].Mid;
                var viewers = Math.Min(impressions / inputs.Options.ImpressionsPerTitleViewerWeek, audience.Universe);
                upper[c] = Math.Floor(Math.Min(impressions, Capped(inputs.Request.Targeting.FrequencyCap, weeks[t], viewers)) * cpm / 1000);
                use[c] = 1000 / cpm;
                (a[c], s[c]) = Curve(inputs, audiences[line], viewers, cpm);
                if (pool >= 0) supply[pool * weeks.Count + t] = Math.Max(supply[pool * weeks.Count + t], impressions);
                if (!(a[c] > 0 && s[c] > 0)) upper[c] = 0;
            }
        }

        var budget = Math.Floor((double)inputs.Request.Budget.Micros / unit);
        var locked = LimitingSpend.Locked(inputs, lines);
        var exact = new PlanProblem
        {
            Lines = lines.Count,
            Weeks = weeks.Count,
            Kind = Enumerable.Repeat(IsReach(inputs.Request.Objective) ? ResponseKind.Hyperbolic : ResponseKind.Exponential, lines.Count).ToArray(),
            A = a, S = s, Upper = upper, SupplyUse = use, Supply = supply,
            Budget = budget,
            LineMin = [.. locked.Select(l => (double)(l ?? 0))],
            LineMax = [.. locked.Select(l => l ?? double.PositiveInfinity)],
            Limits = LimitingSpend.Limits(inputs, weeks, lines, budget),
            Group = Enumerable.Repeat(-1, lines.Count).ToArray(),
            GroupCap = [],
            Pool = [.. lines.Select(PoolOf)],
        };
        return new Formulated(exact, exact.With(supply: CentAllocation.SupplyMargin(exact), limits: CentAllocation.LimitMargin(exact)), lines, poolNames);
    }

    public static bool IsReach(Objective objective) => objective is Objective.Awareness or Objective.Reach;

    private static (double A, double S) Curve(PlanInputs inputs, LineAudience audience, double viewers, double cpm)
    {
        if (IsReach(inputs.Request.Objective)) return (audience.TargetShare * viewers, viewers * cpm / 1000);
        var perImpression = audience.TargetInterest * inputs.Options.ClickRate * (inputs.Request.Objective == Objective.Conversions ? inputs.Options.ConversionRate : 1);
        var exposures = viewers * inputs.Options.ResponseExposures;
        return (perImpression * exposures, exposures * cpm / 1000);
    }

    /// <summary>Impressions that a frequency cap leaves to a line's viewers in a week.</summary>
    private static double Capped(FrequencyCap? cap, FlightWeek week, double viewers)
    {
        if (cap is null) return double.PositiveInfinity;
        var most = 1e15;
        if (cap.PerDay is { } day) most = day * (double)week.Days;
        if (cap.PerHour is { } hour) most = Math.Min(most, hour * 24.0 * week.Days);
        if (cap.PerFlight is { } flight) most = Math.Min(most, flight);
        return most * viewers;
    }
}
