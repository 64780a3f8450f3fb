using System.CommandLine;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.ShowingCampaign;

/// <summary><c>campaigns show cmp_...</c></summary>
internal static class ShowCampaign
{
    public static Command Command(Connection connection)
    {
        var id = new Argument<string>("campaign") { Description = "cmp_..." };
        var command = new Command("show", "State, plan, creatives and spend of a campaign.") { id };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var campaign = await platform.GetAsync($"/v1/campaigns/{Uri.EscapeDataString(arguments.GetRequiredValue(id))}", cancellationToken);
            terminal.Result(campaign, output => Write(output, campaign));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Every plain value of the campaign, then why it failed.</summary>
    public static void Write(IAnsiConsole output, JsonElement campaign)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var member in campaign.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                table.AddRow(Markup.Escape(member.Name), Markup.Escape(member.Value.ToString()));
            else if (member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("amount", out var amount))
                table.AddRow(Markup.Escape(member.Name), Markup.Escape($"{amount} {member.Value.GetProperty("currency")}"));
        }

        output.Write(table);
        if (campaign.TryGetProperty("failure", out var failure) && failure.ValueKind == JsonValueKind.Object)
            output.WriteLine($"failed: {string.Join(", ", failure.EnumerateObject().Select(f => $"{f.Name} {f.Value}"))}");
    }
}
