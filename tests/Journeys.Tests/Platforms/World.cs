using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Cli.ImportingInventory;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>A platform with the sample inventory, segments and viewers, made once for all journeys of its kind; each journey has an advertiser of its own.</summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>Enough for segments above the k-anonymity floor.</summary>
    public const int Viewers = 800;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int names;

    private World(IPlatformUnderTest platform)
    {
        Platform = platform;
        Publisher = PlatformClient.To(platform.Address, platform.Key, RealClock.Instance, Patience);
    }

    public IPlatformUnderTest Platform { get; }

    public PlatformClient Publisher { get; }

    public static async Task<World> MakeAsync(IPlatformUnderTest platform)
    {
        var world = new World(platform);
        try
        {
            await world.FillAsync();
            return world;
        }
        catch (Exception failed) when (failed is RefusedException or TimeoutException or HttpRequestException)
        {
            await world.DisposeAsync();
            throw new InvalidOperationException($"{failed.Message}\n{platform.Output}", failed);
        }
    }

    /// <summary>Another account, with a key that all services know by now.</summary>
    public async Task<PlatformClient> AdvertiserAsync() => (await AdvertiserWithKeyAsync()).Client;

    public async Task<(PlatformClient Client, string Secret)> AdvertiserWithKeyAsync()
    {
        var name = $"Veldane {Interlocked.Increment(ref names)}";
        var account = await Publisher.PostAsync("/v1/accounts", new { kind = "advertiser", name }, $"journey-{name.Replace(' ', '-')}", default);
        var issued = await Publisher.PostAsync(
            "/v1/keys", new { accountId = account.GetProperty("id").GetString(), name, scopes = new[] { "campaigns", "creatives", "plans", "reports", "segments" } }, null, default);
        var secret = issued.GetProperty("secret").GetString()!;
        var client = PlatformClient.To(Platform.Address, secret, RealClock.Instance, Patience);
        foreach (var door in Doors.OfAdvertiser) await EventuallyAsync($"{door} knows the new key", () => Doors.StatusAsync(client, door), status => status != 401);
        return (client, secret);
    }

    public static Task<T> EventuallyAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> holds) => Waiting.UntilAsync(what, RealClock.Instance, ask, holds, default);

    /// <summary>The sample brief, from today on.</summary>
    public static JsonNode Brief(string name, bool capped = true)
    {
        var brief = BriefFile.Read(SampleFile.Text(SampleFile.Brief), DateOnly.FromDateTime(RealClock.Instance.GetUtcNow().UtcDateTime));
        brief["name"] = name;
        if (!capped) brief["targeting"]!["frequencyCap"] = null;
        return brief;
    }

    public async ValueTask DisposeAsync()
    {
        Publisher.Dispose();
        await Platform.DisposeAsync();
    }

    private async Task FillAsync()
    {
        // Of a service that has just started for the first time, the first key may still be on its way.
        foreach (var door in Doors.OfPublisher) await EventuallyAsync($"{door} knows the first key", () => Doors.StatusAsync(Publisher, door), status => status != 401);
        await ImportInventory.SendAsync(Publisher, SampleFile.Bytes(SampleFile.Inventory), "csv", default);
        await DefiningSegments.RunAsync(Publisher, default);
        var viewers = Enumerable.Range(1, Viewers).Select(SampleViewer.Of).ToArray();
        var import = await new SendingBatches(Publisher, RealClock.Instance).SendAsync(EventsAsync(viewers), _ => { }, default);
        Assert.Equal(0, import.RefusedCount);
        // Partitions are applied beside each other: the last of the first partition says nothing of the others.
        foreach (var viewer in viewers.Where(v => v.MayBeProfiled && v.Events > 1).TakeLast(40))
            await EventuallyAsync($"the events of {viewer.UserId}", () => SendingViewers.EventsOfAsync(Publisher, viewer, default), count => count == viewer.Events - 1);
    }

    private static async IAsyncEnumerable<FileEvent> EventsAsync(IEnumerable<SampleViewer> viewers)
    {
        var now = RealClock.Instance.GetUtcNow();
        var line = 0L;
        foreach (var viewer in viewers)
            foreach (var call in SampleEvents.Of(viewer, now)) yield return FileEvent.Of("generated viewers", ++line, call);
        await Task.CompletedTask;
    }
}
