namespace AdPlatform.Contracts.Briefs;

/// <summary>What an advertiser submits, validated and normalised by Campaigns. Immutable for one version of a campaign.</summary>
public sealed record CampaignBrief
{
    public required string Name { get; init; }
    public required Advertiser Advertiser { get; init; }
    public required Product Product { get; init; }

    /// <summary>The only things that a creative may claim; ids are unique in the brief.</summary>
    public required IReadOnlyList<BriefFact> Facts { get; init; }

    public Offer? Offer { get; init; }
    public required Objective Objective { get; init; }
    public required Money Budget { get; init; }
    public required Flight Flight { get; init; }

    /// <summary>IANA zone of day caps and pacing, e.g. Europe/Paris.</summary>
    public required string Zone { get; init; }

    /// <summary>ISO 3166-1 alpha-2 countries.</summary>
    public required IReadOnlyList<string> Geographies { get; init; }

    /// <summary>BCP 47 language tags of the creatives, e.g. en, fr.</summary>
    public required IReadOnlyList<string> Locales { get; init; }

    /// <summary>Format ids: <see cref="FormatIds"/>.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    public Targeting Targeting { get; init; } = new();
    public BrandRules Brand { get; init; } = new();

    /// <summary>Absolute https URL on one of the advertiser's domains.</summary>
    public required string LandingUrl { get; init; }

    /// <summary>Set for political advertising, whatever the advertiser's category; null for anything else.</summary>
    public PoliticalAdvertising? Political { get; init; }

    /// <summary>
    /// Share of the viewers to whom the campaign is not shown, so that what it brings can be told from what would have come anyway; 0.01 to 0.5, null is none.
    /// </summary>
    public double? Holdout { get; init; }
}

/// <param name="Name">As it appears in creatives.</param>
/// <param name="Domains">The only domains that a creative may link to (the host itself or a subdomain).</param>
/// <param name="Category">IAB Content 3.1 category id of what is advertised, for blocks and separation; null when unknown.</param>
/// <param name="Payer">Who pays, where that is somebody else (an agency, a parent company); null when the advertiser does.</param>
public sealed record Advertiser(string Name, IReadOnlyList<string> Domains, string? Category = null, string? Payer = null);

/// <param name="Name">Product name per locale; a locale that is missing falls back to the first.</param>
/// <param name="Kind">Common noun per locale ("herbal tea", "tisane").</param>
public sealed record Product(IReadOnlyDictionary<string, string> Name, IReadOnlyDictionary<string, string> Kind);

/// <summary>One thing that is true about the product, in the advertiser's own words, per locale.</summary>
public sealed record BriefFact
{
    /// <summary>Unique in the brief, e.g. <c>f1</c>; cited by every phrase that rests on it.</summary>
    public required string Id { get; init; }

    public required FactKind Kind { get; init; }

    /// <summary>A short clause per locale without final punctuation, e.g. "calms the evening" / "apaise la soirée".</summary>
    public required IReadOnlyDictionary<string, string> Text { get; init; }

    /// <summary>Where a proof comes from, e.g. "Consumer survey, March 2026, n = 1,204". Required for <see cref="FactKind.Proof"/>.</summary>
    public string? Source { get; init; }

    /// <summary>Interest or genre names that this fact speaks to; empty speaks to everyone.</summary>
    public IReadOnlyList<string> Appeals { get; init; } = [];
}

public enum FactKind { Benefit, Feature, Proof, Ease, Identity }

/// <summary>A commercial offer. At least one of price or discount is set.</summary>
public sealed record Offer
{
    /// <summary>The fact id under which creatives cite it; "offer" unless told.</summary>
    public string Id { get; init; } = "offer";

    public Money? Price { get; init; }

    /// <summary>Price before the discount: the lowest of the last 30 days where Directive 98/6/EC art. 6a applies.</summary>
    public Money? PriorPrice { get; init; }

    /// <summary>Whole percent, 1..99.</summary>
    public int? DiscountPercent { get; init; }

    public string? Code { get; init; }

    /// <summary>Last day of the offer in the campaign's zone; null when it has no end (then nothing may urge).</summary>
    public DateOnly? EndsOn { get; init; }
}

public enum Objective { Awareness, Reach, Clicks, Conversions }

/// <summary>First and last day, both included, in the campaign's zone.</summary>
public sealed record Flight(DateOnly Start, DateOnly End)
{
    public int Days => End.DayNumber - Start.DayNumber + 1;
}

/// <summary>Whom and where. Empty lists mean no restriction; the platform then learns audiences from behaviour.</summary>
public sealed record Targeting
{
    /// <summary>Names or ids (<c>seg_...</c>) of the publisher's segments.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Interests (genres or IAB categories) that a segment should be strong in.</summary>
    public IReadOnlyList<string> Interests { get; init; } = [];

    public IReadOnlyList<string> ExcludedGenres { get; init; } = [];
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>At most this many impressions of the campaign a viewer; null is no cap.</summary>
    public FrequencyCap? FrequencyCap { get; init; }

    /// <summary>The same of each single creative of the campaign.</summary>
    public FrequencyCap? CreativeCap { get; init; }

    /// <summary>The same of all campaigns of the advertiser together, whichever of them asks for it, while this one's flight runs.</summary>
    public FrequencyCap? AdvertiserCap { get; init; }
}

/// <summary>Impressions that one viewer may see; null windows do not bind.</summary>
/// <param name="PerDay">A calendar day in the campaign's zone.</param>
/// <param name="PerFlight">As long as the campaign lives; of an advertiser's cap, since the flight began.</param>
public sealed record FrequencyCap(int? PerDay, int? PerFlight)
{
    /// <summary>Within any 60 seconds.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Within any 60 minutes.</summary>
    public int? PerHour { get; init; }
}

/// <summary>What a creative must, and must not, say and look like.</summary>
public sealed record BrandRules
{
    public IReadOnlyList<string> ForbiddenTerms { get; init; } = [];

    /// <summary>Mandatory small print per locale; rendered whole wherever the format has room for it.</summary>
    public IReadOnlyDictionary<string, string> MandatoryText { get; init; } = new Dictionary<string, string>();

    /// <summary>#RRGGBB; background first, then accent. Two at least when given.</summary>
    public IReadOnlyList<string> Colours { get; init; } = [];

    /// <summary>Family of a font in the advertiser's library (TTF, OTF) that texts are drawn in; null for the only family there is, and Inter where there are several or none. At most 100 characters.</summary>
    public string? Font { get; init; }

    /// <summary>The brand may be seen on artwork of titles that a segment watches, where the publisher gives some; false keeps to the advertiser's own pictures.</summary>
    public bool TitleArtwork { get; init; }

    /// <summary>Address the reader formally (vous) where the language distinguishes it.</summary>
    public bool FormalAddress { get; init; } = true;
}
