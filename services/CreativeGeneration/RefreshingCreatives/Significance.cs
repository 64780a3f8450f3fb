namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>Impressions and clicks that belong together.</summary>
internal readonly record struct Response(long Impressions, long Clicks)
{
    public double Rate => Impressions == 0 ? 0 : (double)Clicks / Impressions;

    public static Response operator +(Response a, Response b) => new(a.Impressions + b.Impressions, a.Clicks + b.Clicks);

    public static Response operator -(Response a, Response b) => new(a.Impressions - b.Impressions, a.Clicks - b.Clicks);
}

internal static class Significance
{
    /// <summary>
    /// Cochran-Armitage test for a trend in proportions (Armitage 1955, Biometrics 11: 375-386): does the rate fall along ordered groups? The score of
    /// a group is the exposure at its middle.
    /// </summary>
    /// <returns>One-sided p-value; 1 where there is nothing to test.</returns>
    public static double Falling(IReadOnlyList<Response> groups)
    {
        var all = groups.Aggregate((a, b) => a + b);
        var p = all.Rate;
        double seen = 0, trend = 0, sum = 0, squares = 0;
        foreach (var group in groups)
        {
            var score = (seen + group.Impressions / 2.0) / all.Impressions;
            seen += group.Impressions;
            trend += score * (group.Clicks - group.Impressions * p);
            sum += group.Impressions * score;
            squares += group.Impressions * score * score;
        }
        var variance = p * (1 - p) * (squares - sum * sum / all.Impressions);
        return variance <= 0 ? 1 : Below(trend / Math.Sqrt(variance));
    }

    /// <summary>Two proportions, pooled variance: is the first rate lower?</summary>
    /// <returns>One-sided p-value; 1 where there is nothing to test.</returns>
    public static double Lower(Response a, Response b)
    {
        if (a.Impressions == 0 || b.Impressions == 0) return 1;
        var p = (a + b).Rate;
        var variance = p * (1 - p) * (1.0 / a.Impressions + 1.0 / b.Impressions);
        return variance <= 0 ? 1 : Below((a.Rate - b.Rate) / Math.Sqrt(variance));
    }

    /// <summary>The standard normal distribution function; relative error below 1.2e-7 (Numerical Recipes, 2nd edition, section 6.2: erfcc).</summary>
    private static double Below(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        double[] terms = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
        var sum = 0.0;
        for (var i = terms.Length - 1; i >= 0; i--) sum = sum * t + terms[i];
        var tail = 0.5 * t * Math.Exp(-x * x + sum);
        return z <= 0 ? tail : 1 - tail;
    }
}
