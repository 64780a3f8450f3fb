using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Journeys.Tests.Journeys;

/// <summary>One person with a taste, who may change their mind about consent.</summary>
internal sealed class JourneyViewer(PlatformClient publisher, string campaignId, string userId)
{
    private static readonly int[] AllPurposes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    private static readonly int[] ContextOnly = [1, 2, 7, 8];
    private int calls;

    public async Task WatchAsync(string genre, int times, int[] purposes)
    {
        var title = SampleTitle.All.First(t => t.Genres.Contains(genre));
        await SendAsync(Call("identify", purposes, new { traits = new { age = 40 } }));
        await SendAsync([.. Enumerable.Range(0, times).SelectMany(_ => Call(
            "track", purposes, new { @event = "Title Watched", properties = new { title_id = title.TitleId, genres = title.Genres, completion = 0.9 } }))]);
    }

    /// <summary>An event that says so, as a consent banner sends it.</summary>
    public Task WithdrawAsync() => SendAsync(Call("track", ContextOnly, new { @event = "Consent Changed" }));

    public async Task EraseAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/profiles/user/{userId}");
        using var _ = await publisher.OpenAsync(request, default);
    }

    /// <returns>The segment by which the campaign was chosen, none without one, null when it was not served this time.</returns>
    public async Task<string?> ContextAsync(bool allPurposes)
    {
        var title = SampleTitle.All[calls++ % SampleTitle.All.Count];
        var request = new
        {
            placements = new[] { new { id = "banner", format = "display-300x250" }, new { id = "native", format = "native" } },
            viewer = new { ids = new[] { new { kind = "user", id = userId } } },
            context = new { titleId = title.TitleId, country = "FR", language = "fr", device = "desktop" },
            consent = new { purposes = allPurposes ? AllPurposes : ContextOnly },
        };
        return (await publisher.PostAsync("/v1/decisions", request, null, default)).Read<DecisionAnswer>()
            .Placements.SelectMany(p => p.Decisions).FirstOrDefault(served => served.CampaignId == campaignId)?.Context;
    }

    /// <summary>Of the first time that it is served.</summary>
    public async Task<string> ServedContextAsync(bool allPurposes) =>
        (await Platforms.World.EventuallyAsync("it is served", () => ContextAsync(allPurposes), context => context is not null))!;

    private object[] Call(string type, int[] purposes, object body)
    {
        var call = System.Text.Json.JsonSerializer.SerializeToNode(body)!.AsObject();
        call["type"] = type;
        call["messageId"] = $"{userId}-{calls++}";
        call["userId"] = userId;
        call["timestamp"] = RealClock.Instance.GetUtcNow().ToString("O");
        call["context"] = System.Text.Json.JsonSerializer.SerializeToNode(new
        {
            device = new { type = "desktop" },
            locale = "fr-FR",
            timezone = "Europe/Paris",
            location = new { country = "FR" },
            consent = new { purposes = AllPurposes.ToDictionary(p => $"{p}", purposes.Contains) },
        });
        return [call];
    }

    private Task SendAsync(object[] events) => publisher.PostAsync("/v1/batch", new { batch = events }, null, default);
}
