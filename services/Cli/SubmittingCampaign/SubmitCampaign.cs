using System.CommandLine;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ShowingCampaign;
using Spectre.Console;

namespace AdPlatform.Cli.SubmittingCampaign;

/// <summary><c>campaigns submit brief.json [--wait]</c></summary>
internal static class SubmitCampaign
{
    public static Command Command(Connection connection, TimeProvider clock)
    {
        var file = new Argument<FileInfo>("brief.json") { Description = "The brief; dates may be written as today and today+27." };
        var wait = new Option<bool>("--wait") { Description = "Show progress and end when the campaign is ready (0) or failed (6)." };
        var key = new Option<string>("--idempotency-key") { Description = "Default: a hash of the brief, so that submitting it twice makes one campaign." };
        var command = new Command("submit", "Submit a brief: audience, creatives and media plan are made from it.") { file, wait, key };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments);
            var brief = await ReadAsync(arguments.GetRequiredValue(file), clock, cancellationToken);
            var submitted = await platform.PostAsync("/v1/campaigns", brief, arguments.GetValue(key) ?? BriefFile.IdempotencyKey(brief), cancellationToken);
            var id = submitted.GetProperty("id").GetString()!;
            terminal.Say($"{id} accepted");
            if (!arguments.GetValue(wait))
            {
                terminal.Result(submitted, output => output.WriteLine(id));
                return ExitCodes.Done;
            }

            var state = await FollowingProgress.ToTheEndAsync(platform, id, line => terminal.Say($"  {line.Stage}: {line.Message}"), clock, cancellationToken);
            var campaign = await platform.GetAsync($"/v1/campaigns/{id}", cancellationToken);
            terminal.Result(campaign, output => ShowCampaign.Write(output, campaign));
            return state == "failed" ? ExitCodes.CampaignFailed : ExitCodes.Done;
        });
        return command;
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> ReadAsync(FileInfo file, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return BriefFile.Read(await File.ReadAllTextAsync(file.FullName, cancellationToken), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        }
        catch (JsonException broken)
        {
            throw new UsageException($"{file}: {broken.Message}");
        }
    }
}
