using AdPlatform.Cli.Connecting;

namespace AdPlatform.Standalone.Demo;

/// <summary>
/// The main job, step by step, as any client would do it. Every step may run again after a crash: what creates has an idempotency key, events
/// have their own ids, and how far the job is, the platform knows.
/// </summary>
internal sealed class DemoRun(PlatformClient publisher, DemoClock clock, DemoScreen screen, DemoSize size)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        screen.Step("The publisher's inventory (fictional titles)");
        await LoadingInventory.RunAsync(publisher, screen, cancellationToken);

        screen.Step("Its viewers (generated from a seed), what they did in the last 60 days, and segments of them");
        await DefiningSegments.RunAsync(publisher, cancellationToken);
        await SendingViewers.RunAsync(publisher, clock, screen, size.Viewers, cancellationToken);
        await DefiningSegments.ShowAsync(publisher, screen, cancellationToken);

        screen.Step("An advertiser submits a brief");
        using var advertiser = await OpeningAccounts.RunAsync(publisher, clock, cancellationToken);
        var campaign = await SubmittingBrief.RunAsync(advertiser, clock, screen, cancellationToken);

        screen.Step("Creatives, reviewed");
        await ReviewingCreatives.RunAsync(advertiser, campaign.Id, clock, screen, cancellationToken);

        screen.Step("The media plan, approved and live");
        await GoingLive.RunAsync(publisher, advertiser, campaign.Id, clock, screen, cancellationToken);

        screen.Step($"{size.Minutes} minutes of traffic (simulated viewers, simulated clicks)");
        await DrivingTraffic.RunAsync(publisher, clock, screen, size, cancellationToken);

        screen.Step("Why this ad");
        await ExplainingDecisions.RunAsync(publisher, clock, screen, cancellationToken);

        screen.Step("What it cost and what was learned");
        await ShowingResults.RunAsync(publisher, advertiser, campaign.Id, clock, screen, cancellationToken);
        screen.Line($"");
        screen.Line($"Done in {screen.Elapsed.TotalSeconds:F1} s. Campaign {campaign.Id}.");
    }
}
