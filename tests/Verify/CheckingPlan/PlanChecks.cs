using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace AdPlatform.Verify.CheckingPlan;

/// <summary><c>plan-instance</c>, <c>reach</c>, <c>allocation</c> and <c>forecast FILE</c>: media planning's own code on files of known forms.</summary>
internal static class PlanChecks
{
    public static IEnumerable<Check> Create()
    {
        var holdout = new Option<string>("--holdout-from") { Description = "Day, as 2025-01-01: only weeks on or after it are forecast, each from what came before its origin. Default: all weeks." };
        var today = new Option<string>("--today") { Description = "Day from which months count, as 2026-11-25. Default: today." };
        return
        [
            new("plan-instance", "A planning instance: lines, weeks, curves and constraints as in N, T, A, S, u, acoef, kind, pool, grp, L, Um, B, Gc, Sp (curves 0: A x / (x + S), 1: A (1 - e^(-x/S))).",
                [], async (run, cancellationToken) => PlanInstance.Solve(await ReadAsync<InstanceFile>(run.File, cancellationToken), run)),
            new("reach", "Vehicles with their reach and duplications ({name: {k, R1, R2, dup, ...}}), or frequency vectors (goerg, gamma_poisson_thinned, dirac_mixture): the model beside what is published.",
                [], async (run, cancellationToken) => ReachExamples.Of(await ReadAsync<JsonElement>(run.File, cancellationToken), run.File.Name)),
            new("allocation", "A budget over channels with fitted saturation and adstock (lam, beta, alpha, total_budget): the best split with its certificate.",
                [], async (run, cancellationToken) => AllocationExample.Of(await ReadAsync<AllocationFile>(run.File, cancellationToken), run.File.Name)),
            new("forecast", "Weekly viewing as Netflix publishes it (TSV): rolling-origin backtest at 1, 4 and 13 weeks against the last value and the seasonal naive, with the coverage of the 80% interval.",
                [holdout], (run, cancellationToken) => ForecastBacktest.RunAsync(run.File, Day("--holdout-from", run.Arguments.GetValue(holdout)), cancellationToken)),
            new("plan-request", "A planner's sentences, English or French, one a line (or a JSON array of texts): the request that each becomes, and the words that were not understood.",
                [today], async (run, cancellationToken) => Sentences.Of(
                    await File.ReadAllTextAsync(run.File.FullName, cancellationToken), run.File.Name, Day("--today", run.Arguments.GetValue(today)) ?? DateOnly.FromDateTime(run.Clock.GetUtcNow().UtcDateTime))),
        ];
    }

    private static DateOnly? Day(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"{option}: '{text}' is no day as 2025-01-01.");

    private static async Task<T> ReadAsync<T>(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            if (await JsonSerializer.DeserializeAsync<T>(stream, JsonSerializerOptions.Web, cancellationToken) is { } read) return read;
        }
        catch (JsonException cause)
        {
            throw new UsageException($"{file.Name} is not of this form: {cause.Message}");
        }
        throw new UsageException($"{file.Name} is empty.");
    }
}
