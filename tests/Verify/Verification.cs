using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AdPlatform.Verify.CheckingBrief;
using AdPlatform.Verify.CheckingConsent;
using AdPlatform.Verify.CheckingDelivery;
using AdPlatform.Verify.CheckingHeadlines;
using AdPlatform.Verify.CheckingPlan;
using AdPlatform.Verify.CheckingTracking;

namespace AdPlatform.Verify;

/// <summary>
/// <c>dotnet run -c Release --project tests/Verify -- WHAT FILE [options]</c>: runs the shipped code on a file and prints one JSON line on stdout.
/// 0: it ran, whatever it found. 2: wrong usage, told on stderr. Anything else is a bug.
/// </summary>
internal static class Verification
{
    public const int Ran = 0;
    public const int Usage = 2;

    private static readonly IReadOnlyList<Check> Checks =
        [BriefCheck.Create(), HeadlineCheck.Create(), .. ConsentChecks.Create(), SegmentCheck.Create(), .. PlanChecks.Create(), .. DeliveryChecks.Create()];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        var root = new RootCommand("Runs the shipped code on a file and prints one JSON line.");
        foreach (var check in Checks) root.Subcommands.Add(CommandOf(check, clock));
        var parsed = root.Parse(arguments);
        try
        {
            if (parsed.Errors.Count > 0) throw new UsageException(string.Join(' ', parsed.Errors.Select(error => error.Message)));
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\nUsage: {string.Join(" | ", Checks.Select(check => check.What))} FILE [options]; WHAT --help tells the options.");
            return Usage;
        }
    }

    private static Command CommandOf(Check check, TimeProvider clock)
    {
        var file = new Argument<string>("FILE");
        var command = new Command(check.What, check.Description) { file };
        foreach (var option in check.Options) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = new FileInfo(parsed.GetRequiredValue(file));
            if (check.Folder ? !Directory.Exists(given.FullName) : !given.Exists) throw new UsageException($"There is no {(check.Folder ? "folder" : "file")} {given.FullName}.");
            var found = await check.RunAsync(new CheckRun(given, parsed, clock), cancellationToken);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(found, Json));
            return Ran;
        });
        return command;
    }
}
