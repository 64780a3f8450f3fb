using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography;
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
            terminal.Result(imported, output => output.WriteLine(imported.ToString()));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The same file is the same import: its hash is the idempotency key.</summary>
    public static async Task<JsonElement> SendAsync(PlatformClient platform, byte[] file, string source, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var key = $"inventory-{source}-{Convert.ToHexStringLower(SHA256.HashData(file))[..32]}";
        return await platform.PostAsync($"/v1/inventory/imports?source={source}", content, key, repeatable: true, cancellationToken);
    }
}
