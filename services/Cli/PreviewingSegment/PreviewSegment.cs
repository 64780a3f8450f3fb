using System.CommandLine;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.PreviewingSegment;

/// <summary><c>segments preview rule.json [--overlap seg_...]</c></summary>
internal static class PreviewSegment
{
    public static Command Command(Connection connection)
    {
        var file = new Argument<FileInfo>("rule") { Description = "JSON file with the condition tree, or with a segment that has one as its rule." };
        var overlap = new Option<string[]>("--overlap") { Description = "Segment (seg_...) whose common viewers with the draft are wanted; may be repeated.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("preview", "How many viewers a segment with this rule would have; nothing is stored.") { file, overlap };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            var rule = await ReadAsync(arguments.GetRequiredValue(file), cancellationToken);
            using var platform = connection.Open(arguments);
            var preview = await platform.PostAsync("/v1/segments/preview", new { rule, overlapWith = arguments.GetValue(overlap) ?? [] }, idempotencyKey: null, cancellationToken);
            terminal.Result(preview, output => Write(output, preview));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<JsonElement> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        try
        {
            using var read = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            var root = read.RootElement;
            return (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("rule", out var rule) ? rule : root).Clone();
        }
        catch (JsonException error)
        {
            throw new UsageException($"{file.Name} is not JSON: {error.Message}");
        }
    }

    private static void Write(IAnsiConsole output, JsonElement preview)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("viewers", Size(preview.GetProperty("size")));
        table.AddRow("of", Size(preview.GetProperty("universe")));
        foreach (var other in preview.GetProperty("overlaps").EnumerateArray())
            table.AddRow(Markup.Escape($"also in {other.GetProperty("name")}"), $"{Size(other.GetProperty("shared"))} of its {Size(other.GetProperty("size"))}");
        output.Write(table);
    }

    private static string Size(JsonElement size) =>
        size.GetProperty("viewers") is { ValueKind: JsonValueKind.Number } viewers ? viewers.ToString() : $"fewer than {size.GetProperty("belowFloor")}";
}
