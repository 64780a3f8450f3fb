using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Caching;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.AdDelivery.Tests;

public sealed class SeveralInstancesTests
{
    [Fact]
    public async Task Instances_that_compose_at_the_same_time_lose_no_change_and_serve_the_same()
    {
        await using var app = await DeliveryApp.StartAsync(("RefreshInterval", "00:00:00.010"));
        var (snapshots, others) = (app.App.Services.GetRequiredService<Snapshots>(), new Snapshots());
        var keeper = app.App.Services.GetServices<IHostedService>().OfType<SnapshotKeeper>().Single();
        using var other = ActivatorUtilities.CreateInstance<SnapshotKeeper>(app.App.Services, others, new TitleCatalogue(), new Versions());
        await other.StartAsync(CancellationToken.None);

        Sample[] samples = [.. Enumerable.Range(0, 12).Select(i => new Sample { TitleId = $"tt-{i}", Creatives = [.. Enumerable.Range(0, 3).Select(_ => new Sample.Made(Sample.NewId(), "fr", "offer", Guid.Empty, 0))] })];
        foreach (var sample in samples) await app.App.PublishAsync(sample.Activated());
        foreach (var round in Enumerable.Range(0, 3))
            foreach (var sample in samples) await app.App.PublishAsync(sample.Review(sample.Creatives[round]));
        foreach (var sample in samples[..6]) await app.App.PublishAsync(sample.Paused(version: 2));

        bool Holds(Snapshots of) => samples.Select((sample, i) => of.Of(Sample.Publisher).Campaign(sample.CampaignId)?.Document is { Creatives.Count: 3 } document
            && document.Status == (i < 6 ? CampaignStatus.Paused : CampaignStatus.Active)).All(holds => holds);
        await TestApp.EventuallyAsync(
            async () =>
            {
                // What the watcher does when it hears of the other's version.
                await keeper.HearAsync(CancellationToken.None);
                await other.HearAsync(CancellationToken.None);
                return Holds(snapshots) && Holds(others) && snapshots.Of(Sample.Publisher).Version == others.Of(Sample.Publisher).Version;
            },
            "both to serve all");
        await other.StopAsync(CancellationToken.None);

        await using var scope = app.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        var stored = await db.SnapshotAsync(Sample.Publisher, snapshots.Of(Sample.Publisher).Version, CancellationToken.None);
        foreach (var campaign in stored.Campaigns)
        {
            Assert.Equivalent(campaign.Document, snapshots.Of(Sample.Publisher).Campaign(campaign.Document.CampaignId)!.Document, strict: true);
            Assert.Equivalent(campaign.Allocation, others.Of(Sample.Publisher).Campaign(campaign.Document.CampaignId)!.Allocation, strict: true);
        }
    }
}
