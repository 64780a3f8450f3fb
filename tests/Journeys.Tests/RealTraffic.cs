using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Demo;

namespace AdPlatform.Journeys.Tests;

/// <param name="Context">Segment or none.</param>
/// <param name="Creative">With the largest share of the allocation that the decision drew from.</param>
internal sealed record Favourite(string Context, string Creative, string Angle, double Share);

/// <summary>Requests for banners beside titles that the plan bought.</summary>
internal sealed class RealTraffic(PlatformClient publisher, IReadOnlyList<string> titles)
{
    public const string Format = "display-300x250";
    private const int Impressions = 200;
    private const int Tries = 2000;
    private int next;

    /// <summary>These viewers click whatever argues with <paramref name="clicked"/>, and nothing else.</summary>
    public async Task LearnAsync(IEnumerable<int> viewers, string clicked)
    {
        var all = viewers.ToArray();
        for (var i = 0; i < Impressions; i++)
        {
            var served = await ServedAsync(all[i % all.Length]);
            await Requesting.EventAsync(publisher, served.Events["impression"], default);
            if (served.Creative.Angle == clicked) await Requesting.EventAsync(publisher, served.ClickUrl, default);
        }
    }

    public async Task<Favourite> FavouriteAsync(int viewer)
    {
        var served = await ServedAsync(viewer);
        var explanation = await publisher.GetAsync($"/v1/decisions/{served.DecisionId}/explanation", default);
        var chosen = explanation.GetProperty("candidates").EnumerateArray().Single(candidate => candidate.GetProperty("outcome").GetString() == "chosen").GetProperty("score");
        var top = chosen.GetProperty("creatives").EnumerateArray().MaxBy(creative => creative.GetProperty("share").GetDouble());
        return new Favourite(
            chosen.GetProperty("context").GetString()!, top.GetProperty("creativeId").GetString()!, top.GetProperty("angle").GetString()!, top.GetProperty("share").GetDouble());
    }

    /// <summary>Pacing serves a part of the requests only: asked until the viewer is in that part.</summary>
    private async Task<ServedAnswer> ServedAsync(int viewer)
    {
        for (var tries = 0; tries < Tries; tries++)
            if (await AskAsync(viewer) is { } served) return served;
        throw new TimeoutException($"ml-{viewer} was not served in {Tries} requests.");
    }

    private async Task<ServedAnswer?> AskAsync(int viewer)
    {
        var request = new
        {
            placements = new[] { new { id = "banner", format = Format } },
            viewer = new { ids = new[] { new { kind = "user", id = $"ml-{viewer}" } } },
            context = new { titleId = titles[next++ % titles.Count], country = "US", language = "en" },
        };
        return (await publisher.PostAsync("/v1/decisions", request, null, default)).Read<DecisionAnswer>().Placements[0].Decisions.FirstOrDefault();
    }
}
