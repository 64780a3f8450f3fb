namespace AdPlatform.AudienceProfiling.FindingLookalikes;

/// <summary>
/// Logistic regression on yes-or-no features with an L2 penalty, both classes weighing the same, by Nesterov's accelerated gradient: deterministic, and far
/// beyond what matters after its fixed number of rounds.
/// </summary>
internal static class FittingLogistic
{
    private const int Rounds = 400;

    /// <summary>On the mean loss; keeps the weights of features that say the same apart from none.</summary>
    private const double Penalty = 0.002;

    /// <param name="rows">By viewer, the indexes of the features that hold.</param>
    /// <param name="labels">Whether the viewer is a member of the seed; both occur.</param>
    /// <returns>Weights, and the intercept last.</returns>
    public static double[] Fit(IReadOnlyList<int[]> rows, IReadOnlyList<bool> labels, int features, CancellationToken cancellationToken)
    {
        var members = labels.Count(label => label);
        var (ofMember, ofOther) = (0.5 / members, 0.5 / (rows.Count - members));
        var (weights, ahead, gradient) = (new double[features + 1], new double[features + 1], new double[features + 1]);
        // The loss is this smooth: a quarter of the largest squared norm, intercept included.
        var step = 1 / ((0.25 * (rows.Max(row => row.Length) + 1)) + Penalty);
        for (var round = 1; round <= Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = 0; j < features; j++) gradient[j] = Penalty * ahead[j];
            gradient[features] = 0;
            for (var i = 0; i < rows.Count; i++)
            {
                var error = (Probability(ahead, rows[i]) - (labels[i] ? 1 : 0)) * (labels[i] ? ofMember : ofOther);
                foreach (var j in rows[i]) gradient[j] += error;
                gradient[features] += error;
            }

            var momentum = (round - 1.0) / (round + 2);
            for (var j = 0; j <= features; j++)
            {
                var next = ahead[j] - (step * gradient[j]);
                ahead[j] = next + (momentum * (next - weights[j]));
                weights[j] = next;
            }
        }
        return weights;
    }

    /// <summary>Mann-Whitney: the chance that a member's score is above another's, ties counting half.</summary>
    public static double Auc(IEnumerable<(int Score, bool IsMember)> scored)
    {
        double better = 0, others = 0, members = 0;
        foreach (var tied in scored.GroupBy(one => one.Score).OrderBy(group => group.Key))
        {
            double membersHere = tied.Count(one => one.IsMember), othersHere = tied.Count() - membersHere;
            better += membersHere * (others + (othersHere / 2));
            (members, others) = (members + membersHere, others + othersHere);
        }
        return better / (members * others);
    }

    /// <summary>Standard error of an area under the curve, Hanley and McNeil (1982).</summary>
    public static double AucError(double auc, int members, int others)
    {
        var (q1, q2) = (auc / (2 - auc), 2 * auc * auc / (1 + auc));
        return Math.Sqrt(((auc * (1 - auc)) + ((members - 1) * (q1 - (auc * auc))) + ((others - 1) * (q2 - (auc * auc)))) / ((double)members * others));
    }

    private static double Probability(double[] weights, int[] row)
    {
        var sum = weights[^1];
        foreach (var j in row) sum += weights[j];
        return 1 / (1 + Math.Exp(-sum));
    }
}
