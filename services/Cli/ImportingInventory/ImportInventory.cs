using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.ImportingInventory;

/// <summary><c>inventory import FILE --source csv|netflix-top10|netflix-titles</c></summary>
internal static class ImportInventory
{
    public static Command Command(Connection connection)
    {
        var file = new Argument<FileInfo>("file") { Description = "csv: the platform's own columns. netflix-top10: the public weekly TSV. netflix-titles: titles.csv (genres)." };
        var source = new Option<string>("--source") { Description = "csv, netflix-top10 or netflix-titles.", Required = true };
        source.AcceptOnlyFromAmong("csv", "netflix-top10", "netflix-titles");
        var command = new Command("import", "Send inventory. A bad row is reported with its line and skipped.") { file, source };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var imported = await SendAsync(platform, await File.ReadAllBytesAsync(arguments.GetRequiredValue(file).FullName, cancellationToken), arguments.GetRequiredValue(source), cancellationToken);
            foreach (var refused in imported.GetProperty("refusedRows").EnumerateArray()) terminal.Say($"line {refused.GetProperty("line")}: {refused.GetProperty("reason")}");
            terminal.Result(imported, output => Write(output, imported));
            return imported.GetProperty("refused").GetInt32() > 0 ? ExitCodes.Partly : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Repeatable: the same content again changes nothing.</summary>
    public static Task<JsonElement> SendAsync(PlatformClient platform, byte[] file, string source, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(source == "netflix-top10" ? "text/tab-separated-values" : "text/csv");
        return platform.PostAsync($"/v1/inventory/imports?source={source}", content, idempotencyKey: null, repeatable: true, cancellationToken);
    }

    private static void Write(IAnsiConsole output, JsonElement imported)
    {
        var stored = string.Join(", ", imported.GetProperty("stored").EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Number).Select(s => $"{s.Name} {s.Value}"));
        output.WriteLine($"{imported.GetProperty("accepted")} of {imported.GetProperty("rows")} rows accepted, {imported.GetProperty("refused")} refused; new or changed: {stored}");
    }
}
