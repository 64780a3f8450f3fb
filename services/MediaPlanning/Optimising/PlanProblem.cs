namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>
/// Spread money over cells (line i, week t; index i * Weeks + t) for the largest sum of concave responses:
/// 0 &lt;= x &lt;= Upper; sum x &lt;= Budget; per group sum &lt;= GroupCap; LineMin &lt;= sum of a line &lt;= LineMax;
/// per pool and week sum of SupplyUse * x &lt;= Supply; per further limit sum of Use * x &lt;= Most.
/// </summary>
/// <remarks>All money in one unit (the caller's choice), supply in impressions. Immutable once it is given to the optimiser.</remarks>
internal sealed class PlanProblem
{
    public required int Lines { get; init; }
    public required int Weeks { get; init; }

    /// <summary>Per line.</summary>
    public required ResponseKind[] Kind { get; init; }

    /// <summary>Per cell, more than 0 where <see cref="Upper"/> is.</summary>
    public required double[] A { get; init; }

    /// <summary>Per cell, more than 0 where <see cref="Upper"/> is.</summary>
    public required double[] S { get; init; }

    /// <summary>Per cell; 0 closes the cell.</summary>
    public required double[] Upper { get; init; }

    public required double Budget { get; init; }
    public required double[] LineMin { get; init; }

    /// <summary>Per line; infinity is no maximum.</summary>
    public required double[] LineMax { get; init; }

    /// <summary>Per line the group's index, or -1.</summary>
    public required int[] Group { get; init; }

    public required double[] GroupCap { get; init; }

    /// <summary>Per line the pool that it draws on, or -1.</summary>
    public required int[] Pool { get; init; }

    /// <summary>Per cell: impressions that one unit of money takes from the pool.</summary>
    public required double[] SupplyUse { get; init; }

    /// <summary>Per pool and week (index pool * Weeks + t), impressions.</summary>
    public required double[] Supply { get; init; }

    /// <summary>Limits across the others: group caps of further dimensions, a flighting shape, resources such as CO2.</summary>
    public LinearLimit[] Limits { get; init; } = [];

    /// <summary>When set, a line may miss its minimum by s at a cost of s + s^2 / (2 LineMin) (phase 1); otherwise minimums are hard.</summary>
    public bool ElasticMinimums { get; init; }

    public int Cells => Lines * Weeks;

    public int Pools => Weeks == 0 ? 0 : Supply.Length / Weeks;

    /// <summary>Shared constraints that are no supply: budget, groups, further limits.</summary>
    public int Border => 1 + GroupCap.Length + Limits.Length;

    /// <summary>The same problem with what is given replaced.</summary>
    public PlanProblem With(double[]? supply = null, double[]? lineMin = null, double[]? lineMax = null, LinearLimit[]? limits = null, double? budget = null) => new()
    {
        Lines = Lines, Weeks = Weeks, Kind = Kind, A = A, S = S, Upper = Upper, Budget = budget ?? Budget, LineMin = lineMin ?? LineMin, LineMax = lineMax ?? LineMax,
        Group = Group, GroupCap = GroupCap, Pool = Pool, SupplyUse = SupplyUse, Supply = supply ?? Supply, Limits = limits ?? Limits, ElasticMinimums = ElasticMinimums,
    };

    /// <summary>Of the shared constraint j, in the order of <see cref="Prices"/>.</summary>
    public double Limit(int j) => j == 0 ? Budget : j <= GroupCap.Length ? GroupCap[j - 1] : j < Border ? Limits[j - 1 - GroupCap.Length].Most : Supply[j - Border];

    public double Value(double[] x)
    {
        var sum = 0.0;
        for (var c = 0; c < x.Length; c++)
            if (x[c] > 0) sum += ResponseCurve.Value(Kind[c / Weeks], A[c], S[c], x[c]);
        return sum;
    }
}

/// <param name="Use">Per cell, never negative: what one unit of money there takes of the limit.</param>
/// <param name="Most">At least 0.</param>
internal sealed record LinearLimit(string Name, double[] Use, double Most);
