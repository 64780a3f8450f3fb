using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

internal static class GoingLive
{
    private const string Approver = "Camille Verdier (demo reviewer)";

    public static async Task RunAsync(
        PlatformClient publisher, PlatformClient advertiser, string campaignId, TimeProvider clock, DemoScreen screen, CancellationToken cancellationToken)
    {
        var campaign = await SubmittingBrief.ReadAsync(advertiser, campaignId, cancellationToken);
        var plan = campaign.Plan ?? throw new InvalidOperationException("A ready campaign has a plan.");
        screen.Line($"{plan.Lines} lines for {Amount.Of(campaign.Budget)}: {plan.Reach:N0} people reached, {plan.AverageFrequency:F1} times each ({plan.ReachModel} reach model)");
        screen.Line($"Certificate: no plan can do better than {plan.Certificate.Bound:G6}, this one does {plan.Certificate.Value:G6}: gap {plan.Certificate.Gap:E1}");
        await advertiser.PostAsync($"/v1/campaigns/{campaignId}/approve", new { reviewer = Approver }, null, cancellationToken);
        await advertiser.PostAsync($"/v1/campaigns/{campaignId}/activate", null, null, cancellationToken);
        await Waiting.UntilAsync("the campaign serves", clock, () => IsServedAsync(publisher, cancellationToken), served => served, cancellationToken);
        screen.Line($"Approved by {Approver}; serving");
    }

    /// <summary>Delivery hears of the activation by an event; until then a decision says that nothing is being served.</summary>
    private static async Task<bool> IsServedAsync(PlatformClient publisher, CancellationToken cancellationToken)
    {
        var answer = await Requesting.DecisionsAsync(publisher, SampleViewer.Of(1), SampleTitle.All[0], cancellationToken);
        return answer.Placements.All(placement => placement.None is not { Rule: "empty" });
    }
}
