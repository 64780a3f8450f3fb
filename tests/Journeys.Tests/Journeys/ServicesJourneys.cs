using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Testing.Services;
using AdPlatform.Testing.Traces;

namespace AdPlatform.Journeys.Tests.Journeys;

public sealed class ServicesJourneys : PlatformJourneys
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<TraceCollector>> Collector = new(TraceCollector.StartAsync);

    private static readonly Lazy<Task<World>> World = new(async () => await Platforms.World.MakeAsync(await ServicesPlatform.StartAsync((await Collector.Value).Environment.Concat(PlatformSettings.Patient).ToDictionary())));

    private protected override Lazy<Task<World>> Shared => World;

    [Fact]
    public async Task One_campaign_is_one_trace_over_all_services()
    {
        var (world, collector) = (await World.Value, await Collector.Value);
        await using var campaign = await JourneyCampaign.LiveAsync(world, await world.AdvertiserAsync(), Platforms.World.Brief("Traced", capped: false));
        // The newest: other journeys on this platform have submitted theirs before.
        var submitted = collector.Spans.Where(span => span is { Kind: SpanKind.Server, Service: "AdPlatform.Campaigns" } && span.Name == "POST /v1/campaigns").MaxBy(span => span.Start)!;
        // A parent ends, and is exported, after its children.
        var trace = await collector.TraceAsync(
            submitted.TraceId, spans => ServiceRoutes.Services.All(service => spans.Any(span => span.Service == $"AdPlatform.{service}")) && Orphans(spans).Length == 0, Patience);
        TestContext.Current.TestOutputHelper!.WriteLine(TraceTree.Render(trace.Where(span => span.Source != "Npgsql")));
        Assert.Equal(ServiceRoutes.Services.Select(service => $"AdPlatform.{service}").Order(), trace.Select(span => span.Service).Distinct().Order());
        Assert.Empty(trace.Where(span => span.Failed).Select(span => $"{span.Service}: {span.Name} {span.Reason} {string.Join(' ', span.Attributes)}"));
        Assert.Empty(Orphans(trace));
    }

    private static Span[] Orphans(IReadOnlyList<Span> trace)
    {
        var known = trace.Select(span => span.SpanId).ToHashSet();
        return [.. trace.Where(span => span.ParentId.Length > 0 && !known.Contains(span.ParentId))];
    }
}
