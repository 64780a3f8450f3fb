using AdPlatform.Journeys.Tests.Journeys;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Testing.Services;
using AdPlatform.Testing.Traces;

namespace AdPlatform.Journeys.Tests;

public sealed class TraceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_campaign_is_one_trace_over_all_services()
    {
        await using var collector = await TraceCollector.StartAsync();
        await using var world = await World.MakeAsync(await ServicesPlatform.StartAsync(collector.Environment));
        await using var campaign = await JourneyCampaign.LiveAsync(world, await world.AdvertiserAsync(), World.Brief("Traced", capped: false));
        var submitted = collector.Spans.First(span => span is { Kind: SpanKind.Server, Service: "AdPlatform.Campaigns" } && span.Name == "POST /v1/campaigns");
        var trace = await collector.TraceAsync(submitted.TraceId, spans => ServiceRoutes.Services.All(service => spans.Any(span => span.Service == $"AdPlatform.{service}")), Patience);
        TestContext.Current.TestOutputHelper!.WriteLine(TraceTree.Render(trace.Where(span => span.Source != "Npgsql")));
        Assert.Equal(ServiceRoutes.Services.Select(service => $"AdPlatform.{service}").Order(), trace.Select(span => span.Service).Distinct().Order());
        Assert.Empty(trace.Where(span => span.Failed).Select(span => $"{span.Service}: {span.Name} {span.Reason} {string.Join(' ', span.Attributes)}"));
        var known = trace.Select(span => span.SpanId).ToHashSet();
        Assert.All(trace.Where(span => span.ParentId.Length > 0), span => Assert.Contains(span.ParentId, known));
    }
}
