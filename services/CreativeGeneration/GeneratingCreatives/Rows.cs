using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>One campaign version's generation; JSON columns in the bus dialect.</summary>
internal sealed class Generation
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required string PublisherId { get; init; }
    public required string CampaignName { get; init; }
    public required int Seed { get; init; }
    public required string Facts { get; init; }

    /// <summary>The command's brief and segments, so that a text can be checked again and the campaign written again; null for what was written before they were kept.</summary>
    public string? Brief { get; init; }
    public string? Segments { get; init; }
    public required string RejectionCounts { get; init; }
    public string? FailedField { get; init; }
    public string? FailedReason { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Everything that its creatives may say; null where the brief was not kept.</summary>
    public FactBook? Book() =>
        book ??= Brief is null ? null : ReadingBrief.Read(JsonSerializer.Deserialize<CampaignBrief>(Brief, PlatformJson.Bus)!).Book;

    private FactBook? book;
}

/// <summary>A creative as stored. Whatever changes it, an edit, a decision or a submission, counts up <c>Version</c>.</summary>
internal sealed class Creative
{
    /// <summary>Somebody works on it: nobody decides about it until it is submitted.</summary>
    public const string Draft = "draft";

    public const string InReview = "inReview";
    public const string Approved = "approved";
    public const string ChangesRequested = "changesRequested";
    public const string Rejected = "rejected";

    /// <summary><see cref="Eyes"/> of one that may be approved with the rest.</summary>
    public const string NoEyes = "[]";

    public static IReadOnlyList<string> Statuses { get; } = [Draft, InReview, Approved, ChangesRequested, Rejected];

    public required Guid CreativeId { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>The version that it belongs to; a refresh takes it along into the next.</summary>
    public required int CampaignVersion { get; set; }

    /// <summary>Place in the campaign version, from 0: the order of lists and the cursor of pages.</summary>
    public required int Ordinal { get; set; }

    public required Guid SegmentId { get; init; }
    public required string SegmentName { get; init; }
    public required string Format { get; init; }
    public required string Locale { get; init; }
    public required string Angle { get; set; }

    /// <summary>Id of the fact that the angle rests on; null for the bare product.</summary>
    public string? Evidence { get; set; }

    public string Status { get; set; } = InReview;

    /// <summary>Monotonic; 1 when generated.</summary>
    public int Version { get; set; } = 1;

    public required string Texts { get; set; }

    /// <summary>Id by place, JSON; null for rows from before there were components.</summary>
    public string? Components { get; set; }

    public string? AssetSha256 { get; set; }

    /// <summary>Of a linear video's file; null for everything else.</summary>
    public string? FilmSha256 { get; init; }

    /// <summary>The picture in other shapes, JSON of <see cref="Shape"/>; null where there are none.</summary>
    public string? Shapes { get; init; }

    public int? Width { get; init; }
    public int? Height { get; init; }
    public required string LandingUrl { get; init; }
    public DateOnly? LastDay { get; set; }
    public required double Score { get; set; }
    public required string Provenance { get; set; }

    /// <summary>JSON list of the reasons why a person should look at it.</summary>
    public string Eyes { get; set; } = NoEyes;

    /// <summary>JSON list of what the rules of its markets decided about it last.</summary>
    public string Disclosures { get; set; } = "[]";

    public required DateTimeOffset CreatedAt { get; init; }

    public IReadOnlyList<Disclosure> Findings() => JsonSerializer.Deserialize<List<Disclosure>>(Disclosures, PlatformJson.Bus)!;

    public IReadOnlyList<EyesReason> Reasons() => JsonSerializer.Deserialize<List<EyesReason>>(Eyes, PlatformJson.Bus)!;

    public Provenance Origin() => JsonSerializer.Deserialize<Provenance>(Provenance, PlatformJson.Bus)!;

    public string? AssetUrl => AssetSha256 is null ? null : $"/v1/assets/{AssetSha256}.svg";
}

/// <summary>A file of a creative beside its main one.</summary>
internal sealed record Shape(string Sha256, int Width, int Height)
{
    public string Url => $"/v1/assets/{Sha256}.svg";
}

/// <summary>How a creative came to be: enough to explain every word of it.</summary>
internal sealed record Provenance
{
    public required string Writer { get; init; }
    public required string WriterVersion { get; init; }
    public required int Seed { get; init; }
    public required IReadOnlyDictionary<string, Written> Phrases { get; init; }

    /// <summary>Checks of the gate that every phrase passed.</summary>
    public required IReadOnlyList<string> GatePassed { get; init; }

    public required string Scorer { get; init; }
    public required string ScorerVersion { get; init; }
    public required IReadOnlyDictionary<string, double> Features { get; init; }
    public required IReadOnlyList<string> RenderingNotes { get; init; }

    /// <summary>What is drawn beside the procedural backdrop, in all shapes; null before there were pictures.</summary>
    public IReadOnlyList<ShownPicture>? Pictures { get; init; }

    /// <summary>The brand's fonts that it is drawn in; null before there were any.</summary>
    public IReadOnlyList<Rendering.Fonts.FontOrigin>? Fonts { get; init; }

    /// <summary>The film of a linear video; null for everything else.</summary>
    public ShownFilm? Film { get; init; }

    /// <summary>What is told with it, to people and machines; null for what was made before it was.</summary>
    public Disclosed? Disclosed { get; init; }
}

/// <param name="Sha256">Of the picture as drawn: cropped and encoded.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Scrim">Share of the background over it, so that the texts on it read.</param>
/// <param name="Plate">Colour behind a logo, #RRGGBB. With the stored picture it is enough to draw the creative again.</param>
internal sealed record ShownPicture(string Place, string Sha256, int Width, int Height, double Scrim, string? Plate, Rendering.PictureOrigin Origin)
{
    public const string Image = "image", Logo = "logo";

    public static ShownPicture Of(Rendering.Picture p) => new(p.Plate is null ? Image : Logo, p.Sha256, p.Width, p.Height, p.Scrim, p.Plate?.ToString(), p.Origin);

    /// <summary>As it was drawn.</summary>
    public Rendering.Picture With(ServingAssets.StoredPicture stored) => new(Sha256, stored.Mime, stored.Content, Width, Height, Scrim, Origin, Plate is null ? null : Rendering.Colour.Parse(Plate));
}

/// <param name="Milliseconds">As its container says.</param>
/// <param name="Kbps">Average of the whole file.</param>
internal sealed record ShownFilm(string Sha256, int Width, int Height, int Milliseconds, int Kbps, string? VideoCodec, Rendering.PictureOrigin Origin)
{
    public static ShownFilm Of(Library.LibraryAsset a) => new(a.Sha256, a.Width!.Value, a.Height!.Value, a.DurationMs!.Value, (int)Math.Round(a.Bytes * 8.0 / a.DurationMs.Value), a.VideoCodec,
        new("library", a.Sha256, Library.AssetView.IdOf(a), a.Name, a.RightsHolder, a.RightsUntil, Marked: a.DigitalSourceType));

    /// <summary>As the source of an origin: it was rendered from the creative's texts.</summary>
    public const string Motion = "motion";

    public bool Rendered => Origin.Source == Motion;

    public string Url => $"/v1/assets/{Sha256}.mp4";

    /// <summary>Whole seconds, as VAST prints it: a slot must have room for all of it.</summary>
    public int Seconds => (Milliseconds + 999) / 1000;
}

/// <param name="Rule">The grammar's rule; <c>model</c>; <c>translated:</c> and the rule of the source; or who edited it.</param>
/// <param name="PromptSha256">Of what a model was asked.</param>
internal sealed record Written(string Rule, IReadOnlyList<Writing.Part> Parts, string? PromptSha256 = null, Writing.Translation? Translation = null)
{
    public static Written Of(Writing.Phrase phrase) => new(phrase.Rule, phrase.Parts, phrase.PromptSha256, phrase.Translation);

    public Writing.Phrase Phrase() => new(Rule, Parts) { PromptSha256 = PromptSha256, Translation = Translation };
}

internal sealed class StoredRejection
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required int Ordinal { get; init; }
    public required string Format { get; init; }
    public required string Locale { get; init; }
    public required string Slot { get; init; }
    public required string Role { get; init; }
    public required string Text { get; init; }
    public required string Writer { get; init; }
    public required string Code { get; init; }
    public required string Detail { get; init; }
}
