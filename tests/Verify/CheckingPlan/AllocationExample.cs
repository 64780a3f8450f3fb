using System.Text.Json;
using System.Text.Json.Serialization;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.Verify.CheckingPlan;

/// <param name="Lam">[sample][channel].</param>
/// <param name="Beta">Per channel.</param>
/// <param name="Alpha">Per channel.</param>
internal sealed record AllocationFile(
    double[][] Lam, double[] Beta, double[] Alpha, [property: JsonPropertyName("total_budget")] double TotalBudget, JsonElement? Published);

internal static class AllocationExample
{
    /// <summary>Of the published model: lags of the adstock, and periods of spend.</summary>
    private const int Lags = 4, Periods = 30;

    public static object Of(AllocationFile file, string name)
    {
        if (file.Lam is null || file.Beta is null || file.Alpha is null || file.Lam.Length == 0 || file.Lam.Any(l => l.Length != file.Beta.Length) || file.Alpha.Length != file.Beta.Length)
            throw new UsageException($"{name}: lam needs a row a sample with a value a channel; beta and alpha a value a channel.");
        FittedChannel[] channels = [.. file.Beta.Select((beta, channel) => FittedChannel.FromAdstock(
            [.. file.Lam.Select(_ => beta)], [.. file.Lam.Select(sample => sample[channel])], [.. file.Lam.Select(_ => file.Alpha[channel])], Lags, Periods))];
        return new
        {
            what = "allocation", file = name,
            noBounds = Split(channels, file.TotalBudget, file.TotalBudget), bounds0To50 = Split(channels, file.TotalBudget, 50), published = file.Published,
        };
    }

    private static object? Split(FittedChannel[] channels, double budget, double most)
    {
        var split = SplittingBudget.Split(channels, budget, new double[channels.Length], [.. channels.Select(_ => most)]);
        return split is null ? null : new { split.X, response = split.Value, split.Bound, gap = (split.Bound - split.Value) / split.Value, split.Price };
    }
}
