using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

internal static class SubmittingBrief
{
    private const string Key = "demo-brief";

    public static async Task<CampaignAnswer> RunAsync(PlatformClient advertiser, DemoClock clock, DemoScreen screen, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.First, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).DateTime);
        var brief = BriefFile.Read(SampleFile.Text(SampleFile.Brief), today);
        var submitted = (await advertiser.PostAsync("/v1/campaigns", brief, Key, cancellationToken)).Read<CampaignAnswer>();
        screen.Line($"{submitted.Name}: {brief["flight"]!["start"]} to {brief["flight"]!["end"]}, {Amount.Of(submitted.Budget)}, in French and English ({submitted.Id})");
        void Show(ProgressLine line)
        {
            // A stage is told when it is done; a line for each count would drown what matters.
            if (line.Total is null || line.Done == line.Total) screen.Line($"  {line.Stage}: {line.Message}{Count(line)}");
        }

        var state = await FollowingProgress.ToTheEndAsync(advertiser, submitted.Id, Show, clock, cancellationToken);
        return state == "failed"
            ? throw new InvalidOperationException($"The campaign failed: {(await ReadAsync(advertiser, submitted.Id, cancellationToken)).Failure}")
            : await ReadAsync(advertiser, submitted.Id, cancellationToken);
    }

    public static async Task<CampaignAnswer> ReadAsync(PlatformClient advertiser, string campaignId, CancellationToken cancellationToken) =>
        (await advertiser.GetAsync($"/v1/campaigns/{campaignId}", cancellationToken)).Read<CampaignAnswer>();

    private static string Count(ProgressLine line) => line.Total is > 0 ? $" ({line.Done})" : "";
}
