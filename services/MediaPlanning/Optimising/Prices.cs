namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Prices of the shared constraints in one vector: [0] the budget, then each group, each further limit, each pool-week. Never negative.</summary>
/// <remarks>Each is what the objective gains from one more unit of that constraint.</remarks>
internal sealed class Prices(PlanProblem problem)
{
    public double[] Vector { get; init; } = new double[problem.Border + problem.Supply.Length];

    public double Budget => Vector[0];

    public int Border => problem.Border;

    public double Group(int group) => Vector[1 + group];

    public double Limit(int limit) => Vector[1 + problem.GroupCap.Length + limit];

    public double Supply(int pool, int week) => Vector[Border + pool * problem.Weeks + week];

    /// <summary>Of money in a cell, without the line's own price.</summary>
    public double OfCell(int line, int week)
    {
        var price = Vector[0];
        if (problem.Group[line] >= 0) price += Group(problem.Group[line]);
        if (problem.Pool[line] >= 0) price += problem.SupplyUse[line * problem.Weeks + week] * Supply(problem.Pool[line], week);
        for (var k = 0; k < problem.Limits.Length; k++) price += problem.Limits[k].Use[line * problem.Weeks + week] * Limit(k);
        return price;
    }
}
