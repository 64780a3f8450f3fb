using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Journeys.Tests.Journeys;

/// <summary>Viewers who open titles, and a ledger of what the platform has acknowledged: what is in it must be in every count.</summary>
internal sealed class JourneyTraffic(PlatformClient publisher, string campaignId)
{
    /// <summary>Pacing and caps leave many requests without an ad: asked so often at most.</summary>
    private const int Tries = 12_000;

    private int visits;

    public int Impressions { get; private set; }

    public int Clicks { get; private set; }

    /// <summary>The next viewers, until so many impressions of the campaign were acknowledged.</summary>
    /// <param name="clicks">Which creatives are clicked.</param>
    public async Task<ServedAnswer> RunAsync(int impressions, Func<ServedAnswer, bool> clicks)
    {
        ServedAnswer? last = null;
        for (var (tries, goal) = (0, Impressions + impressions); Impressions < goal; tries++)
        {
            Assert.True(tries < Tries, $"{Impressions} of {goal} impressions in {tries} requests");
            foreach (var served in await VisitAsync())
            {
                if (served.CampaignId != campaignId) continue;
                last = served;
                await Requesting.EventAsync(publisher, served.Events["impression"], default);
                Impressions++;
                if (!clicks(served)) continue;
                await Requesting.EventAsync(publisher, served.ClickUrl, default);
                Clicks++;
            }
        }

        return last!;
    }

    public Task<ServedAnswer> RunAsync(int impressions) => RunAsync(impressions, _ => false);

    /// <summary>Whether anything of the campaign is served to the next viewers.</summary>
    public async Task<bool> IsServedAsync(int requests)
    {
        for (var i = 0; i < requests; i++)
            if ((await VisitAsync()).Any(served => served.CampaignId == campaignId)) return true;
        return false;
    }

    public async Task<ExplanationAnswer> ExplanationAsync(string decisionId)
    {
        async Task<JsonElement?> AskAsync()
        {
            try
            {
                return await publisher.GetAsync($"/v1/decisions/{decisionId}/explanation", default);
            }
            catch (RefusedException refused) when (refused.Problem.Status == 404)
            {
                return null;
            }
        }

        return (await World.EventuallyAsync("the decision's record", AskAsync, found => found is not null))!.Value.Read<ExplanationAnswer>();
    }

    private async Task<IEnumerable<ServedAnswer>> VisitAsync()
    {
        var number = Interlocked.Increment(ref visits);
        var viewer = SampleViewer.Of(1 + (number % World.Viewers));
        var title = viewer.Choose(new Random(SampleViewer.HashCode(number, 5)).NextDouble());
        return (await Requesting.DecisionsAsync(publisher, viewer, title, default)).Placements.SelectMany(placement => placement.Decisions);
    }
}
