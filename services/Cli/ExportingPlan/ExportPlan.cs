using System.CommandLine;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Cli.ExportingPlan;

/// <summary><c>plans export pln_... --format csv|json [--output FILE]</c></summary>
internal static class ExportPlan
{
    public static Command Command(Connection connection)
    {
        var plan = new Argument<string>("plan") { Description = "pln_..." };
        var format = new Option<string>("--format") { Description = "csv (lines by weeks) or json.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var file = new Option<FileInfo>("--output", "-o") { Description = "Default: stdout." };
        var command = new Command("export", "A media plan with its lines, weeks and certificate.") { plan, format, file };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var platform = connection.Open(arguments);
            var path = $"/v1/plans/{Uri.EscapeDataString(arguments.GetRequiredValue(plan))}";
            using var request = new HttpRequestMessage(HttpMethod.Get, arguments.GetValue(format) == "csv" ? $"{path}.csv" : path);
            using var response = await platform.OpenAsync(request, cancellationToken);
            await using var target = arguments.GetValue(file) is { } to ? to.Create() : Console.OpenStandardOutput();
            await response.Content.CopyToAsync(target, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
