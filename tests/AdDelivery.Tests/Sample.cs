using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>A campaign as other services would announce it; every property may be changed before it is published.</summary>
internal sealed record Sample
{
    public const string Publisher = "acc_publisher";
    public const string Advertiser = "acc_advertiser";

    /// <summary>The Monday before the tests' clock.</summary>
    public static readonly DateOnly Monday = new(2026, 11, 23);

    public Guid CampaignId { get; init; } = NewId();
    public string PublisherId { get; init; } = Publisher;
    public string AdvertiserId { get; init; } = Advertiser;
    public int Version { get; init; } = 1;
    public decimal Budget { get; init; } = 1_000m;
    public decimal Cpm { get; init; } = 10m;

    /// <summary>Forecast of the week: small means that pacing lets everything through.</summary>
    public long Supply { get; init; } = 1;

    public string Format { get; init; } = FormatIds.Display300x250;
    public string TitleId { get; init; } = "tt-velvet-harbour";
    public IReadOnlyList<string> Genres { get; init; } = ["thriller"];
    public string Geography { get; init; } = "FR";
    public string? Daypart { get; init; }
    public string? Device { get; init; }

    public string? Headline { get; init; }
    public string AssetUrl { get; init; } = "/v1/assets/abc.svg";
    public string MediaUrl { get; init; } = "https://media.example/spot.mp4";
    public string MediaType { get; init; } = "video/mp4";
    public int Seconds { get; init; } = 15;

    /// <summary>Of the offer that the creatives name.</summary>
    public DateOnly? LastDay { get; init; }

    public FrequencyCap? Cap { get; init; }
    public FrequencyCap? CreativeCap { get; init; }
    public FrequencyCap? AdvertiserCap { get; init; }
    public double? Holdout { get; init; }
    public bool Political { get; init; }
    public Disclosed? Disclosed { get; init; }
    public string Zone { get; init; } = "Europe/Paris";
    public Flight Flight { get; init; } = new(Monday, Monday.AddDays(6));
    public string Domain { get; init; } = "www.tisane.example";
    public string? Category { get; init; } = "210";
    public IReadOnlyList<Made> Creatives { get; init; } = [new(NewId(), "fr", "offer", Guid.Empty, 0)];
    public Guid LineId { get; init; } = NewId();

    internal sealed record Made(Guid Id, string Locale, string Angle, Guid Segment, double Prior);

    public CampaignActivated Activated(DateTimeOffset? at = null) => new()
    {
        AccountId = AdvertiserId,
        PublisherId = PublisherId,
        CampaignId = CampaignId,
        CampaignVersion = Version,
        PlanId = NewId(),
        PlanVersion = 1,
        Objective = Objective.Clicks,
        Budget = Money.FromUnits(Budget, "EUR"),
        Flight = Flight,
        Zone = Zone,
        FrequencyCap = Cap,
        CreativeCap = CreativeCap,
        AdvertiserCap = AdvertiserCap,
        Holdout = Holdout,
        Political = Political,
        AdvertiserDomain = Domain,
        AdvertiserCategory = Category,
        CreativeIds = [.. Creatives.Select(c => c.Id)],
        Lines =
        [
            new PlanLine
            {
                LineId = LineId,
                Title = "Velvet Harbour",
                TitleId = TitleId,
                Format = Format,
                Genres = Genres,
                Geography = Geography,
                Daypart = Daypart,
                Device = Device,
                Cpm = Money.FromUnits(Cpm, "EUR"),
                Budget = Money.FromUnits(Budget, "EUR"),
                Impressions = (long)(Budget / Cpm * 1000),
                Supply = Supply,
                Weeks = [new(Monday, Money.FromUnits(Budget, "EUR"), (long)(Budget / Cpm * 1000), Supply)],
            },
        ],
        ActivatedAt = at ?? TestApp.DefaultNow,
    };

    public CampaignPaused Paused(int version, DateTimeOffset? at = null) => new()
    {
        AccountId = AdvertiserId,
        CampaignId = CampaignId,
        CampaignVersion = version,
        PausedAt = at ?? TestApp.DefaultNow,
    };

    public CampaignEnded Ended(int version) => new() { AccountId = AdvertiserId, CampaignId = CampaignId, CampaignVersion = version, EndedAt = TestApp.DefaultNow };

    public IEnumerable<CreativeReviewed> Reviews() => Creatives.Select(creative => Review(creative));

    public CreativeReviewed Review(Made creative, int version = 1, ReviewDecision decision = ReviewDecision.Approved, string? landingUrl = null) => new()
    {
        AccountId = AdvertiserId,
        PublisherId = PublisherId,
        CampaignId = CampaignId,
        CreativeId = creative.Id,
        CreativeVersion = version,
        Decision = decision,
        Reviewer = "Dana Reviewer",
        ReviewedAt = TestApp.DefaultNow,
        Serving = decision != ReviewDecision.Approved ? null : new ServingForm
        {
            Format = Format,
            Locale = creative.Locale,
            SegmentId = creative.Segment,
            Angle = creative.Angle,
            Width = Format switch { FormatIds.Display300x250 => 300, FormatIds.Native => null, _ => 1920 },
            Height = Format switch { FormatIds.Display300x250 => 250, FormatIds.Native => null, _ => 1080 },
            Texts = new Dictionary<string, string> { ["headline"] = Headline ?? $"{creative.Angle} {creative.Locale}", ["body"] = "Twelve herbs.", ["sponsored"] = "Tisane", ["cta"] = "See more" },
            AssetUrl = AssetUrl,
            Media = Format == FormatIds.Video1920x1080 ? [new(MediaUrl, MediaType, 1920, 1080, 900)] : null,
            Seconds = Format == FormatIds.Video1920x1080 ? Seconds : null,
            LandingUrl = landingUrl ?? "https://www.tisane.example/soir",
            PriorScore = creative.Prior,
            LastDay = LastDay,
            Disclosed = Disclosed,
        },
    };

    /// <summary>As serving puts it together.</summary>
    public Serving.ServingCampaign Document() => new()
    {
        PublisherId = PublisherId,
        AdvertiserId = AdvertiserId,
        CampaignId = CampaignId,
        CampaignVersion = Version,
        Status = Serving.CampaignStatus.Active,
        PlanVersion = 1,
        Objective = Objective.Clicks,
        Budget = Money.FromUnits(Budget, "EUR"),
        Flight = Flight,
        Zone = Zone,
        Cap = Cap,
        CreativeCap = CreativeCap,
        AdvertiserCap = AdvertiserCap,
        Holdout = Holdout,
        AdvertiserDomain = Domain,
        AdvertiserCategory = Category,
        Lines = Activated().Lines,
        Creatives = [.. Creatives.OrderBy(c => c.Id).Select(c => new Serving.ServingCreative(c.Id, 1, Review(c).Serving!))],
    };

    public static Guid NewId() => Hosting.Ids.New(TestApp.DefaultNow);
}
