using System.CommandLine;
using System.Globalization;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary><c>events import PATH --format movielens|segment-jsonl</c></summary>
internal static class ImportEvents
{
    private const string MovieLensFormat = "movielens";
    private const string SegmentFormat = "segment-jsonl";

    public static Command Command(Connection connection, TimeProvider clock)
    {
        var path = new Argument<string>("path") { Description = "movielens: the folder with u.data and u.item. segment-jsonl: a file with one call a line." };
        var format = new Option<string>("--format") { Description = $"{MovieLensFormat} or {SegmentFormat}.", Required = true };
        format.AcceptOnlyFromAmong(MovieLensFormat, SegmentFormat);
        var newest = new Option<string>("--newest-at")
        {
            Description = "movielens: move all ratings in time so that the last one is at this moment (now, or ISO 8601). Default: as they are, 1997 and 1998.",
        };
        var command = new Command("import", "Send viewer events. Safe to repeat: what is there already is not counted twice.") { path, format, newest };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var events = arguments.GetValue(format) == MovieLensFormat
                ? Ratings(new DirectoryInfo(arguments.GetRequiredValue(path)), arguments.GetValue(newest), clock)
                : SegmentJsonLines.ReadAsync(new FileInfo(arguments.GetRequiredValue(path)));
            var result = await WithProgressAsync(terminal, progress => new SendingBatches(platform, clock).SendAsync(events, progress, cancellationToken));
            foreach (var refused in result.Refused) terminal.Say($"{refused.File}:{refused.Line}: {refused.Reason}");
            if (result.RefusedCount > result.Refused.Count) terminal.Say($"... and {result.RefusedCount - result.Refused.Count} more");
            terminal.Result(result, output => output.WriteLine($"{result.Accepted} events accepted, {result.RefusedCount} refused"));
            return result.RefusedCount > 0 ? ExitCodes.Partly : ExitCodes.Done;
        });
        return command;
    }

    private static IAsyncEnumerable<FileEvent> Ratings(DirectoryInfo folder, string? newestAt, TimeProvider clock)
    {
        if (newestAt is null) return MovieLens.ReadAsync(folder, TimeSpan.Zero);
        var target = newestAt == "now" ? clock.GetUtcNow()
            : DateTimeOffset.TryParse(newestAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw new UsageException($"--newest-at: '{newestAt}' is neither now nor an ISO 8601 time.");
        return MovieLens.ReadAsync(folder, target - MovieLens.Newest(folder));
    }

    private static Task<EventImport> WithProgressAsync(Terminal terminal, Func<Action<long>, Task<EventImport>> send)
    {
        if (!terminal.Messages.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return send(_ => { });
        return terminal.Messages.Status().StartAsync("Sending events", context => send(done => context.Status($"Sending events: {done:N0} lines")));
    }
}
