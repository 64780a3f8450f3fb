using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>Run-of-network campaigns in every format and in the countries that bid requests come from, with money that no file uses up.</summary>
internal static class BiddingWorld
{
    public const string Publisher = "acc_verified_publisher";
    private static readonly string[] Countries = ["US", "GB", "DE", "FR", "ES", "IT", "NL", "SE", "BR", "CA", "MX", "JP", "IN", "AU", "PL", "TR"];

    public static async Task PrepareAsync(TestApp app, CancellationToken cancellationToken)
    {
        var now = app.Clock.GetUtcNow();
        var campaigns = FormatIds.Deliverable.Select(format => (Format: format, Id: Ids.New(now))).ToList();
        foreach (var (format, campaign) in campaigns)
        {
            await app.PublishAsync(Review(format, campaign, now));
            await app.PublishAsync(Activation(format, campaign, now));
        }
        await TestApp.EventuallyAsync(
            () => Task.FromResult(campaigns.TrueForAll(c => app.Services.GetRequiredService<Snapshots>().Of(Publisher).Campaign(c.Id)?.Document.Creatives.Count == 1)), "the campaigns in serving");
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static CampaignActivated Activation(string format, Guid campaign, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new()
        {
            AccountId = $"acc_{format}",
            PublisherId = Publisher,
            CampaignId = campaign,
            CampaignVersion = 1,
            PlanId = Ids.New(now),
            PlanVersion = 1,
            Objective = Objective.Clicks,
            Budget = Money.FromUnits(1_000_000, "USD"),
            Flight = new(monday, monday.AddDays(6)),
            Zone = "UTC",
            AdvertiserDomain = $"{format}.example",
            CreativeIds = [],
            Lines =
            [
                .. Countries.Select(country => new PlanLine
                {
                    LineId = Ids.New(now), Title = "Run of network", TitleId = "group-run-of-network", Format = format, Genres = [], Geography = country,
                    Cpm = Money.FromUnits(12.5m, "USD"), Budget = Money.FromUnits(50_000, "USD"), Impressions = 4_000_000, Supply = 1,
                    Weeks = [new(monday, Money.FromUnits(50_000, "USD"), 4_000_000, 1)],
                }),
            ],
            ActivatedAt = now,
        };
    }

    private static CreativeReviewed Review(string format, Guid campaign, DateTimeOffset now)
    {
        var size = format switch { FormatIds.Display300x250 => (300, 250), FormatIds.Native => ((int, int)?)null, _ => (1920, 1080) };
        return new()
        {
            AccountId = $"acc_{format}",
            PublisherId = Publisher,
            CampaignId = campaign,
            CreativeId = Ids.New(now),
            CreativeVersion = 1,
            Decision = ReviewDecision.Approved,
            Reviewer = "verify",
            ReviewedAt = now,
            Serving = new()
            {
                Format = format,
                Locale = "en",
                SegmentId = Guid.Empty,
                Angle = "offer",
                Width = size?.Item1,
                Height = size?.Item2,
                Texts = new Dictionary<string, string> { ["headline"] = "Tea for the evening", ["body"] = "Twelve herbs, no caffeine.", ["cta"] = "See more", ["sponsored"] = "Tisane", ["price"] = "9.90" },
                AssetUrl = $"/v1/assets/{new string('a', 64)}.svg",
                Media = format == FormatIds.Video1920x1080 ? [new("https://cdn.example/a.mp4", "video/mp4", 1920, 1080, 2500)] : null,
                Seconds = format == FormatIds.Video1920x1080 ? 15 : null,
                LandingUrl = "https://tisane.example/",
                PriorScore = 0,
            },
        };
    }
}
