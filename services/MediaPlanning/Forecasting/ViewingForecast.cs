namespace AdPlatform.MediaPlanning.Forecasting;

/// <param name="Monday">First day of the week.</param>
/// <param name="Hours">Viewing hours of the week, more than 0.</param>
internal readonly record struct ViewedWeek(DateOnly Monday, double Hours);

/// <summary>Viewing hours of a title in a future week: the last known level, decaying as a power of the time since the title's run began.</summary>
/// <remarks>
/// Measured on the public Netflix Top 10, 2021-07 to 2025-12 (729 runs of at least 4 weeks): median exponent 0.81; against
/// repeating the last value, the mean absolute log error falls from 1.01 to 0.77 at 4 weeks and from 1.12 to 0.96 at 8.
/// </remarks>
internal sealed class ViewingForecast
{
    /// <summary>Median over titles (see remarks).</summary>
    public const double TypicalDecay = 0.8;

    /// <summary>Log standard deviation one week ahead; it grows with the cube root of the horizon (0.6, 0.97, 1.2 at 1, 4, 8 weeks in that measurement).</summary>
    private const double LogError = 0.6;

    /// <summary>Weeks of history that weigh as much as the typical decay.</summary>
    private const double PriorWeight = 6;

    /// <summary>A longer silence starts a new run (a new season, a holiday title that returns).</summary>
    private const int RunGapWeeks = 8;

    private const double Z90 = 1.2816;

    private readonly DateOnly runStart;
    private readonly ViewedWeek last;

    private ViewingForecast(DateOnly runStart, ViewedWeek last, double decay) => (this.runStart, this.last, Decay) = (runStart, last, decay);

    /// <summary>Exponent, 0..3: hours fall with (weeks since the run began) ^ -decay.</summary>
    public double Decay { get; }

    /// <param name="history">At least one week, any order; two entries of one week (two seasons) add up.</param>
    public static ViewingForecast From(IEnumerable<ViewedWeek> history)
    {
        var weeks = history.GroupBy(w => w.Monday).Select(g => new ViewedWeek(g.Key, g.Sum(w => w.Hours))).OrderBy(w => w.Monday).ToList();
        var from = weeks.Count - 1;
        while (from > 0 && Weeks(weeks[from - 1].Monday, weeks[from].Monday) <= RunGapWeeks) from--;
        var run = weeks[from..];
        return new ViewingForecast(run[0].Monday, run[^1], FitDecay(run));
    }

    public Interval On(DateOnly monday)
    {
        var horizon = Math.Max(1, Weeks(last.Monday, monday));
        var age = Weeks(runStart, last.Monday) + 1.0;
        var mid = last.Hours * Math.Pow((age + horizon) / age, -Decay);
        var width = Math.Exp(Z90 * LogError * Math.Cbrt(horizon));
        return new Interval(mid / width, mid, mid * width);
    }

    /// <summary>Least squares of log hours on log age, pulled towards the typical decay.</summary>
    private static double FitDecay(List<ViewedWeek> run)
    {
        var age = run.Select(w => Math.Log(Weeks(run[0].Monday, w.Monday) + 1)).ToArray();
        var level = run.Select(w => Math.Log(w.Hours)).ToArray();
        var (meanAge, meanLevel) = (age.Average(), level.Average());
        var (covariance, variance) = (0.0, 0.0);
        for (var k = 0; k < age.Length; k++)
        {
            covariance += (age[k] - meanAge) * (level[k] - meanLevel);
            variance += (age[k] - meanAge) * (age[k] - meanAge);
        }
        return Math.Clamp((-covariance + PriorWeight * TypicalDecay) / (variance + PriorWeight), 0, 3);
    }

    private static int Weeks(DateOnly from, DateOnly to) => (to.DayNumber - from.DayNumber) / 7;
}
