namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>A named person, or a rule, decided about a creative; an approved one comes with the form in which it is served.</summary>
public sealed record CreativeReviewed : IAccountMessage
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid CreativeId { get; init; }

    /// <summary>Monotonic per creative; a consumer ignores a lower one than it has seen.</summary>
    public required int CreativeVersion { get; init; }

    public required ReviewDecision Decision { get; init; }
    public required string Reviewer { get; init; }
    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>Set exactly when <see cref="Decision"/> is Approved.</summary>
    public ServingForm? Serving { get; init; }
}

public enum ReviewDecision { Approved, ChangesRequested, Rejected }

/// <summary>What delivery needs to answer with a creative; assets by content-addressed URL.</summary>
public sealed record ServingForm
{
    public required string Format { get; init; }
    public required string Locale { get; init; }

    /// <summary>The segment that it was written for; any viewer may see it, learning decides.</summary>
    public required Guid SegmentId { get; init; }

    public required string Angle { get; init; }

    /// <summary>Pixels; null for text and native.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Named texts: headline, body, cta, sponsored, price, disclosure.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>
    /// What it is made of, by place: headline, body, cta, image, logo, format ... The same component has the same id in every creative of the account, so that what is learned of one counts for all
    /// that show it, and a new picture does not start from nothing. Null for creatives from before there were components.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Components { get; init; }

    /// <summary>Relative to the creative service, <c>/v1/assets/{sha256}.svg</c>; null for pure text.</summary>
    public string? AssetUrl { get; init; }

    /// <summary>A native's main image in its other shapes (1:1, 4:3), beside the one of <see cref="AssetUrl"/> (1.91:1); null for everything else.</summary>
    public IReadOnlyList<ImageFile>? Images { get; init; }

    /// <summary>Files of a video, best first; null for everything else.</summary>
    public IReadOnlyList<MediaFile>? Media { get; init; }

    /// <summary>Length of a video, seconds; null for everything else.</summary>
    public int? Seconds { get; init; }

    public required string LandingUrl { get; init; }

    /// <summary>Last day, in the campaign's zone, on which what it says is true (an offer ends); it must not be shown later. Null when nothing in it ends.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Log-odds of a click relative to the campaign's mean, from the style scorer: a prior only.</summary>
    public required double PriorScore { get; init; }

    /// <summary>What the law wants told with it; null for creatives of before it was kept.</summary>
    public Disclosed? Disclosed { get; init; }
}

/// <summary>One shape of a picture.</summary>
/// <param name="Url">Relative to the creative service.</param>
/// <param name="Width">Pixels.</param>
public sealed record ImageFile(string Url, int Width, int Height);

/// <summary>Told with an advertisement, for people (DSA, Art. 26) and machines (AI Act, Art. 50(2)).</summary>
/// <param name="OnBehalfOf">The advertiser.</param>
/// <param name="PaidBy">The advertiser, unless somebody else pays.</param>
/// <param name="DigitalSourceType">IPTC NewsCodes URI: how its words and picture were made.</param>
public sealed record Disclosed(string OnBehalfOf, string PaidBy, string DigitalSourceType);

/// <summary>One encoding of a video.</summary>
/// <param name="Url">Absolute, or relative to the creative service.</param>
/// <param name="Type">MIME, e.g. video/mp4.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Kbps">Average bit rate; null when not known.</param>
public sealed record MediaFile(string Url, string Type, int Width, int Height, int? Kbps = null);
