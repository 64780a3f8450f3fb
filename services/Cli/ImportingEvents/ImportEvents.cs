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
        var fromStart = new Option<bool>("--from-start") { Description = "Forget how far an earlier import of the same source came." };
        var command = new Command("import", "Send viewer events. One that broke off goes on where it was; what is there already is not counted twice.") { path, format, newest, fromStart };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var isMovieLens = arguments.GetValue(format) == MovieLensFormat;
            FileSystemInfo source = isMovieLens ? new DirectoryInfo(arguments.GetRequiredValue(path)) : new FileInfo(arguments.GetRequiredValue(path));
            var events = isMovieLens ? Ratings((DirectoryInfo)source, arguments.GetValue(newest), clock) : SegmentJsonLines.ReadAsync((FileInfo)source);
            var lines = isMovieLens ? MovieLens.Lines((DirectoryInfo)source) : SegmentJsonLines.Lines((FileInfo)source);
            var place = ImportPlace.Of(source, arguments.GetValue(format)!, platform.Address);
            var done = arguments.GetValue(fromStart) ? 0 : place.Read();
            if (done > 0) terminal.Say($"Goes on after {done:N0} lines that an earlier run has sent (--from-start begins anew)");
            var result = await WithProgressAsync(terminal, lines, done, progress => new SendingBatches(platform, clock).SendAsync(events, now =>
            {
                place.Write(now);
                progress(now);
            }, cancellationToken, done));
            place.Clear();
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

    /// <summary>A bar where somebody looks; nothing in a file.</summary>
    private static Task<EventImport> WithProgressAsync(Terminal terminal, long lines, long done, Func<Action<long>, Task<EventImport>> send)
    {
        if (!terminal.Messages.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return send(_ => { });
        return terminal.Messages.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask($"Sending {lines:N0} lines", maxValue: Math.Max(1, lines));
                bar.Value = done;
                return send(now => bar.Value = now);
            });
    }
}
