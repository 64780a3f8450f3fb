namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>
/// The largest plans: each line reaches several overlapping segments, and a segment-week's supply is shared by all lines that reach it. Cells are line-major;
/// 0 &lt;= x &lt;= Upper; LineMin &lt;= sum of a line &lt;= LineMax; per group sum &lt;= GroupCap; sum &lt;= Budget; per segment and week sum of Use * x &lt;= Supply.
/// </summary>
/// <remarks>With one segment a line these are the pools of <see cref="PlanProblem"/>.</remarks>
internal sealed class SegmentProblem
{
    public required int Lines { get; init; }
    public required int Weeks { get; init; }

    /// <summary>Per line; hyperbolic or exponential.</summary>
    public required ResponseKind[] Kind { get; init; }

    public required double[] A { get; init; }
    public required double[] S { get; init; }

    /// <summary>Per cell; 0 closes it.</summary>
    public required double[] Upper { get; init; }

    public required double Budget { get; init; }
    public required double[] LineMin { get; init; }
    public required double[] LineMax { get; init; }

    /// <summary>Per line, an index; every line has one.</summary>
    public required int[] Group { get; init; }

    public required double[] GroupCap { get; init; }

    /// <summary>Segments of a line: how many each has.</summary>
    public required int PerLine { get; init; }

    /// <summary>[line * PerLine + k].</summary>
    public required int[] Segment { get; init; }

    /// <summary>Impressions that one unit of money of the line takes of the segment, [line * PerLine + k].</summary>
    public required double[] Use { get; init; }

    /// <summary>[segment * Weeks + week], impressions.</summary>
    public required double[] Supply { get; init; }

    private double[]? meanSlope;

    /// <summary>Per cell: its whole range over the range of its marginal value; what a cell on a bound would answer to a price on the average.</summary>
    public double[] MeanSlope => meanSlope ??= [.. Upper.Select((u, c) => u <= 0 ? 0
        : u / (ResponseCurve.Marginal(Kind[c / Weeks], A[c], S[c], 0) - ResponseCurve.Marginal(Kind[c / Weeks], A[c], S[c], u)))];

    private double[]? demandScale, atUpper;

    /// <summary>Per cell what its demand is computed from: sqrt(A S) of a hyperbolic one, ln(A / S) of an exponential one; 0 where it is closed.</summary>
    public double[] DemandScale => demandScale ??= [.. Upper.Select((u, c) => u <= 0 ? 0 : Kind[c / Weeks] == ResponseKind.Hyperbolic ? Math.Sqrt(A[c] * S[c]) : Math.Log(A[c] / S[c]))];

    /// <summary>Per cell: what it brings when it is full.</summary>
    public double[] ValueAtUpper => atUpper ??= [.. Upper.Select((u, c) => u <= 0 ? 0 : ResponseCurve.Value(Kind[c / Weeks], A[c], S[c], u))];

    /// <summary>The same with another budget; what was computed of its cells stays.</summary>
    public SegmentProblem WithBudget(double budget) => new()
    {
        Lines = Lines, Weeks = Weeks, Kind = Kind, A = A, S = S, Upper = Upper, Budget = budget, LineMin = LineMin, LineMax = LineMax, Group = Group, GroupCap = GroupCap, PerLine = PerLine, Segment = Segment,
        Use = Use, Supply = Supply, meanSlope = MeanSlope, demandScale = DemandScale, atUpper = ValueAtUpper,
    };

    public int Border => 1 + GroupCap.Length;

    /// <summary>Shared constraints: the budget, groups, segment-weeks.</summary>
    public int Prices => Border + Supply.Length;

    public double Limit(int j) => j == 0 ? Budget : j < Border ? GroupCap[j - 1] : Supply[j - Border];
}
