using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Testing;

namespace AdPlatform.AdDelivery.Tests;

public sealed class LearningTests
{
    private static readonly AdDeliveryOptions Options = new();

    [Fact]
    public void The_style_score_decides_before_anything_was_seen_and_yields_to_what_viewers_do()
    {
        var (better, worse) = (Sample.NewId(), Sample.NewId());
        var campaign = new Sample { Creatives = [new(better, "fr", "offer", Guid.Empty, -0.5), new(worse, "fr", "proof", Guid.Empty, 0.5)] }.Document();
        var prior = Prior.From(default, default, 0.01, 800);

        var before = Share(Allocating.Allocate(campaign, Seen(0, 0, 0, 0), prior, Options, TestApp.DefaultNow), better);
        var after = Share(Allocating.Allocate(campaign, Seen(5_000, 150, 5_000, 50), prior, Options, TestApp.DefaultNow), better);

        Assert.True(before < 0.5, $"before {before}");
        Assert.True(after > 0.95, $"after {after}");

        Dictionary<(Guid, string), Response> Seen(long n1, long k1, long n2, long k2) =>
            new() { [(better, Contexts.None)] = new(n1, k1), [(worse, Contexts.None)] = new(n2, k2) };
    }

    [Fact]
    public void A_segment_that_answers_to_another_angle_gets_that_angle()
    {
        var (thrillers, families) = (Sample.NewId(), Sample.NewId());
        var (offer, identity) = (Sample.NewId(), Sample.NewId());
        var campaign = new Sample { Creatives = [new(offer, "fr", "offer", thrillers, 0), new(identity, "fr", "identity", families, 0)] }.Document();
        var seen = new Dictionary<(Guid, string), Response>
        {
            [(offer, Contexts.Of(thrillers))] = new(4_000, 120),
            [(identity, Contexts.Of(thrillers))] = new(4_000, 40),
            [(offer, Contexts.Of(families))] = new(4_000, 40),
            [(identity, Contexts.Of(families))] = new(4_000, 120),
        };

        var allocation = Allocating.Allocate(campaign, seen, Prior.From(default, default, 0.01, 800), Options, TestApp.DefaultNow);

        Assert.True(Share(allocation, offer, Contexts.Of(thrillers)) > 0.9);
        Assert.True(Share(allocation, identity, Contexts.Of(families)) > 0.9);
    }

    [Fact]
    public void A_creative_that_was_hardly_shown_keeps_a_minimum_share_and_shares_sum_to_one()
    {
        var creatives = Enumerable.Range(0, 5).Select(i => new Sample.Made(Sample.NewId(), "fr", $"a{i}", Guid.Empty, i == 0 ? 3 : -3)).ToList();
        var campaign = new Sample { Creatives = creatives }.Document();

        var table = Allocating.Allocate(campaign, new Dictionary<(Guid, string), Response>(), Prior.From(default, default, 0.01, 800), Options, TestApp.DefaultNow)
            .Tables.Single(t => t.Context == Contexts.None);

        Assert.Equal(1, table.Shares.Sum(s => s.Share), 12);
        Assert.All(table.Shares, share => Assert.True(share.Share > 0.05));
    }

    [Fact]
    public void A_campaign_without_results_expects_what_its_advertiser_got_elsewhere()
    {
        var prior = Prior.From(advertiser: new(50_000, 1_000), everyone: new(500_000, 2_500), 0.003, 800);
        Assert.InRange(prior.ClickRate, 0.019, 0.02);
        Assert.InRange(Prior.From(default, default, 0.003, 800).ClickRate, 0.0029, 0.0031);
    }

    [Fact]
    public async Task Traffic_shifts_the_allocation_to_the_creative_that_is_clicked_and_repeats_change_nothing()
    {
        await using var app = await DeliveryApp.StartAsync(("RefitImpressions", "50"), ("MinimumExposure", "50"), ("ExpectedClickRate", "0.1"), ("PriorImpressions", "50"));
        var (good, bad) = (Sample.NewId(), Sample.NewId());
        var sample = new Sample { Creatives = [new(good, "fr", "offer", Guid.Empty, 0), new(bad, "fr", "proof", Guid.Empty, 0)] };
        await app.ServeAsync(sample);
        var records = Enumerable.Range(0, 400).SelectMany(i => Responses(sample, i, i % 2 == 0 ? good : bad, clicked: i % 2 == 0 ? i % 5 == 0 : i % 51 == 0)).ToList();

        foreach (var part in records.Chunk(100))
            for (var repeat = 0; repeat < 2; repeat++) await app.App.PublishAsync(new DeliveryRecorded { AccountId = sample.PublisherId, Records = part });

        // A refit waits for its number of new records, so the last few may still be outside of the tables.
        await app.UntilAsync(sample, live => live!.Allocation!.Impressions >= 300);
        await TestApp.EventuallyAsync(async () => Impressions(await app.ReportAsync(sample)) >= 400, "all records are counted");
        var report = await app.ReportAsync(sample);
        var shares = report.GetProperty("allocation").EnumerateArray().Single(t => t.GetProperty("context").GetString() == "none").GetProperty("creatives").EnumerateArray()
            .ToDictionary(s => s.GetProperty("creativeId").GetString()!, s => (Before: s.GetProperty("before").GetDouble(), Now: s.GetProperty("now").GetDouble()));
        Assert.InRange(shares[Hosting.Ids.Format("crv", good)].Before, 0.4, 0.6);
        Assert.True(shares[Hosting.Ids.Format("crv", good)].Now > 0.95, report.ToString());
        var effects = report.GetProperty("learned").GetProperty("creatives").EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!);
        Assert.Equal(200, effects[Hosting.Ids.Format("crv", good)].GetProperty("impressions").GetInt32());
        Assert.True(effects[Hosting.Ids.Format("crv", good)].GetProperty("low").GetDouble() > effects[Hosting.Ids.Format("crv", bad)].GetProperty("rate").GetDouble());
    }

    private static IEnumerable<DeliveryRecord> Responses(Sample sample, int number, Guid creative, bool clicked)
    {
        var decision = new Guid(number, 7, 7, new byte[8]);
        foreach (var kind in clicked ? new[] { DeliveryKind.Impression, DeliveryKind.Click } : [DeliveryKind.Impression])
        {
            yield return new DeliveryRecord
            {
                RecordId = $"{decision:N}:{kind}",
                Kind = kind,
                DecisionId = decision,
                AdvertiserId = sample.AdvertiserId,
                CampaignId = sample.CampaignId,
                LineId = sample.LineId,
                CreativeId = creative,
                Context = Contexts.None,
                Propensity = 0.5,
                Uniform = false,
                At = TestApp.DefaultNow,
            };
        }
    }

    private static long Impressions(System.Text.Json.JsonElement report) =>
        report.GetProperty("learned").GetProperty("angles").EnumerateArray().Sum(a => a.GetProperty("impressions").GetInt64());

    private static double Share(CampaignAllocation allocation, Guid creative, string context = Contexts.None) =>
        allocation.Tables.Single(t => t.Context == context).Shares.Single(s => s.CreativeId == creative).Share;
}
