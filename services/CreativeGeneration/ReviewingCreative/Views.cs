using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.EditingCreative;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

internal sealed record SegmentView(string Id, string Name);

/// <param name="Score">Log-odds of a click relative to the campaign's mean, from the style scorer: a weak prior.</param>
/// <param name="NeedsEyes">Why a person should look at it; empty for one that may be approved with the rest.</param>
/// <param name="Disclosed">For whom, who pays, and how it was made, for machines; null for what was made before it was kept.</param>
internal sealed record CreativeView(
    string Id, string CampaignId, int CampaignVersion, SegmentView Segment, string Format, string Locale, string Angle, string? Evidence, string Status, int Version,
    IReadOnlyDictionary<string, string> Texts, string? AssetUrl, int? Width, int? Height, string LandingUrl, DateOnly? LastDay, double Score, DateTimeOffset CreatedAt, IReadOnlyList<EyesReason> NeedsEyes, Disclosed? Disclosed)
{
    public static CreativeView Of(Creative c) => new(
        Ids.Format("crv", c.CreativeId), Ids.Format("cmp", c.CampaignId), c.CampaignVersion, new(Ids.Format("seg", c.SegmentId), c.SegmentName), c.Format, c.Locale, c.Angle, c.Evidence, c.Status, c.Version,
        JsonSerializer.Deserialize<Dictionary<string, string>>(c.Texts, PlatformJson.Bus)!, c.AssetUrl, c.Width, c.Height, c.LandingUrl, c.LastDay, c.Score, c.CreatedAt, c.Reasons(), c.Origin().Disclosed);
}

/// <param name="Rule">The rule that decided; null for a person.</param>
internal sealed record ReviewView(int CreativeVersion, string Decision, string Reviewer, string? Comment, DateTimeOffset ReviewedAt, string? Rule)
{
    public static ReviewView Of(Review r) => new(r.CreativeVersion, r.Decision, r.Reviewer, r.Comment, r.ReviewedAt, r.Rule);
}

/// <param name="Next">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Total">Creatives that match the filters.</param>
/// <param name="ByStatus">Of the whole campaign version.</param>
/// <param name="NeedEyes">Of the whole campaign version: in review, and with a reason why a person should look.</param>
internal sealed record CreativePage(IReadOnlyList<CreativeView> Items, string? Next, int Total, IReadOnlyDictionary<string, int> ByStatus, int NeedEyes);

/// <param name="Native">OpenRTB Native 1.2 response object, for format native.</param>
internal sealed record CreativeDetail(CreativeView Creative, IReadOnlyList<ReviewView> Reviews, NativeAd? Native);

/// <param name="PromptSha256">Of what a model was asked; null for what none wrote.</param>
/// <param name="Translation">What a translated text says, and reads as when it is translated back; null for others.</param>
internal sealed record PhraseView(string Role, string Text, string Rule, IReadOnlyList<Writing.Part> Parts, IReadOnlyList<string> Facts, string? PromptSha256, Writing.Translation? Translation);

internal sealed record ScoreView(double Value, string Scorer, string Version, IReadOnlyDictionary<string, double> Features);

internal sealed record GateView(IReadOnlyList<string> Passed, IReadOnlyDictionary<string, int> RejectedInCampaign);

/// <param name="Disclosures">What the rules of the campaign's markets decided, each with its source and date.</param>
/// <param name="Disclosed">What is told with the creative; null for what was made before it was.</param>
internal sealed record LineageView(
    string CreativeId, string CampaignId, int CampaignVersion, string Writer, string WriterVersion, int Seed, IReadOnlyList<PhraseView> Phrases, IReadOnlyList<TypedFact> Facts,
    GateView Gate, ScoreView Score, string? AssetSha256, IReadOnlyList<string> RenderingNotes, IReadOnlyList<ShownPicture> Pictures, IReadOnlyList<Rendering.Fonts.FontOrigin> Fonts, ShownFilm? Film, IReadOnlyDictionary<string, string>? Components, IReadOnlyList<ReviewView> Reviews,
    IReadOnlyList<ChangeView> Changes, IReadOnlyList<Disclosure> Disclosures, Disclosed? Disclosed);

internal sealed record RejectionView(string Format, string Locale, string Slot, string Role, string Text, string Writer, string Code, string Detail);

/// <param name="Counts">Complete, by reason; <paramref name="Items"/> are the first 500.</param>
internal sealed record RejectionList(int CampaignVersion, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<RejectionView> Items);
