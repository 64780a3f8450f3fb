using System.CommandLine;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.CreatingKey;
using AdPlatform.Cli.Diagnosing;
using AdPlatform.Cli.ExportingPlan;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Cli.ImportingInventory;
using AdPlatform.Cli.PreviewingSegment;
using AdPlatform.Cli.ShowingCampaign;
using AdPlatform.Cli.SubmittingCampaign;

namespace AdPlatform.Cli;

/// <summary>The tree of commands, and what errors look like.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        var connection = new Connection(clock);
        var root = new RootCommand($"adplatform: the platform from the command line.\n{ExitCodes.Help}")
        {
            new Command("events", "Viewer events.") { ImportEvents.Command(connection, clock) },
            new Command("inventory", "Titles and line groups that can be bought.") { ImportInventory.Command(connection) },
            new Command("campaigns", "Campaigns of the key's account.") { SubmitCampaign.Command(connection, clock), ShowCampaign.Command(connection) },
            new Command("plans", "Media plans.") { ExportPlan.Command(connection) },
            new Command("segments", "Segments of the key's publisher.") { PreviewSegment.Command(connection) },
            new Command("keys", "API keys.") { CreateKey.Command(connection, clock) },
            Doctor.Command(connection, clock),
        };
        root.Options.Add(connection.Url);
        root.Options.Add(connection.Key);
        root.Options.Add(connection.Json);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not null)
        {
            await parsed.InvokeAsync();
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (Explained(error) is { } explained)
        {
            foreach (var line in explained.Lines) await Console.Error.WriteLineAsync(line);
            return explained.Code;
        }
    }

    private static (int Code, IEnumerable<string> Lines)? Explained(Exception error) => error switch
    {
        UsageException usage => (ExitCodes.Usage, [usage.Message]),
        RefusedException { Problem.IsOurs: true } failed => (ExitCodes.Unreachable, failed.Problem.Lines()),
        RefusedException refused => (ExitCodes.Refused, refused.Problem.Lines()),
        HttpRequestException network => (ExitCodes.Unreachable, [$"The platform cannot be reached: {network.Message}", "Is it running? dotnet run --project deploy/Standalone; another address: --url"]),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => (ExitCodes.Usage, [error.Message]),
        OperationCanceledException => (ExitCodes.Bug, ["Stopped. What was accepted stays; the same command goes on from there."]),
        _ => null,
    };
}
