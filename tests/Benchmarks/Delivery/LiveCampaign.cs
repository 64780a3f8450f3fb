using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using Spectre.Console;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>The demo's world with a campaign that serves, on any platform; with money and caps that a load does not use up.</summary>
internal static class LiveCampaign
{
    /// <summary>Settings of a platform under test, as environment variables. It is measured as it runs for long, not as a demo or a test of a minute.</summary>
    public static Dictionary<string, string> Settings { get; } = DemoSettings.All.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!)
        .Append(new("DOTNET_TieredPGO", "1")).Append(new("DOTNET_TC_CallCounting", "1")).ToDictionary();

    /// <returns>A key that may ask for decisions.</returns>
    public static async Task<string> PrepareAsync(PlatformClient publisher, DemoClock clock, CancellationToken cancellationToken)
    {
        var screen = new DemoScreen(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null), Interactive = InteractionSupport.No }), live: false, clock);
        await LoadingInventory.RunAsync(publisher, screen, cancellationToken);
        await DefiningSegments.RunAsync(publisher, cancellationToken);
        await SendingViewers.RunAsync(publisher, clock, screen, SampleViewer.Count, cancellationToken);
        using var advertiser = await OpeningAccounts.RunAsync(publisher, clock, cancellationToken);
        var brief = BriefFile.Read(SampleFile.Text(SampleFile.Brief), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        brief["budget"]!["amount"] = "900000.00";
        brief["targeting"]!["frequencyCap"] = new JsonObject { ["perDay"] = 1000, ["perFlight"] = 10_000 };
        var campaign = (await advertiser.PostAsync("/v1/campaigns", brief, "benchmark-brief", cancellationToken)).GetProperty("id").GetString()!;
        if (await FollowingProgress.ToTheEndAsync(advertiser, campaign, _ => { }, clock, cancellationToken) is var state && state != "ready")
            throw new InvalidOperationException($"The campaign is {state}: {(await advertiser.GetAsync($"/v1/campaigns/{campaign}", cancellationToken)).GetProperty("failure")}");
        await ReviewingCreatives.RunAsync(advertiser, campaign, clock, screen, cancellationToken);
        await GoingLive.RunAsync(publisher, advertiser, campaign, clock, screen, cancellationToken);
        var key = await publisher.PostAsync("/v1/keys", new { name = "load", scopes = new[] { "decisions" } }, null, cancellationToken);
        return key.GetProperty("secret").GetString()!;
    }

    /// <summary>One placement each, of the generated viewers in their own order.</summary>
    public static IEnumerable<string> Bodies() => Enumerable.Range(1, SampleViewer.Count).Select(SampleViewer.Of).Select(viewer => JsonSerializer.Serialize(new
    {
        placements = new[] { new { id = "p1", format = viewer.Device == "tv" ? "pause-1920x1080" : "native" } },
        viewer = new { ids = new[] { new { kind = "user", id = viewer.UserId } } },
        context = new { titleId = viewer.Choose(0.5).TitleId, country = viewer.Country, language = viewer.Language, device = viewer.Device },
        consent = new { purposes = viewer.Purposes },
    }, PlatformClient.Json));
}
