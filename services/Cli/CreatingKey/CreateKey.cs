using System.CommandLine;
using System.Globalization;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.CreatingKey;

/// <summary><c>keys create --name n --scope s ...</c></summary>
internal static class CreateKey
{
    public static Command Command(Connection connection, TimeProvider clock)
    {
        var name = new Option<string>("--name") { Description = "What the key is for; shown in lists.", Required = true };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "campaigns, plans, creatives, creatives:fetch, profiles, segments, inventory, events:write, decisions, reports, admin.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var account = new Option<string>("--account") { Description = "acc_... of an advertiser of the publisher; default: the key's own account." };
        var idempotency = new Option<string>("--idempotency-key") { Description = "Default: a new one for each run." };
        var command = new Command("create", "Make an API key. The secret is shown once.") { name, scopes, account, idempotency };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var key = arguments.GetValue(idempotency) ?? $"cli-key-{clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture)}-{Environment.ProcessId}";
            var created = await platform.PostAsync(
                "/v1/keys", new { accountId = arguments.GetValue(account), name = arguments.GetValue(name), scopes = arguments.GetValue(scopes) }, key, cancellationToken);
            terminal.Say($"{created.GetProperty("id")} made. Keep the secret: it is not shown again.");
            terminal.Result(created, output => output.WriteLine(created.GetProperty("secret").GetString()!));
            return ExitCodes.Done;
        });
        return command;
    }
}
