using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>Drafts as rows and messages.</summary>
internal static class StoredForms
{
    private static readonly string[] Checks =
        ["length", "code points", "typography", "mark-up", "addresses", "forbidden terms", "citations", "numbers", "superlatives", "urgency", "offer words", "every word", "sources", "twins", "fit"];

    public static Provenance Origin(CreativeDraft draft, GenerateCreatives command) => new()
    {
        Writer = draft.Writer,
        WriterVersion = draft.WriterVersion,
        Seed = draft.Seed,
        Phrases = draft.Texts.ToDictionary(t => t.Key, t => Written.Of(t.Value)),
        GatePassed = Checks,
        Scorer = StyleScorer.Name,
        ScorerVersion = StyleScorer.Version,
        Features = draft.Features,
        RenderingNotes = draft.Artwork?.Notes ?? [],
        Pictures = draft.Pictures ?? [],
        Fonts = draft.Fonts,
        Film = draft.Film,
        Disclosed = Marking.Disclosed(draft.Writer, [.. (draft.Pictures ?? []).Select(p => p.Origin), .. draft.Film is { Rendered: false } film ? [film.Origin] : Array.Empty<Rendering.PictureOrigin>()], command.Brief),
    };

    public static Creative Creative(CreativeDraft draft, Provenance origin, GenerateCreatives command, int ordinal, double score, IReadOnlyList<EyesReason> eyes, DateTimeOffset now) => new()
    {
        CreativeId = Ids.New(now),
        AccountId = command.AccountId,
        PublisherId = command.PublisherId,
        CampaignId = command.CampaignId,
        CampaignVersion = command.CampaignVersion,
        Ordinal = ordinal,
        SegmentId = draft.SegmentId,
        SegmentName = draft.SegmentName,
        Format = draft.Format,
        Locale = draft.Locale,
        Angle = draft.Angle,
        Evidence = draft.Evidence(command.Brief.Offer),
        Texts = JsonSerializer.Serialize(draft.Texts.ToDictionary(t => t.Key, t => t.Value.Text), PlatformJson.Bus),
        Components = JsonSerializer.Serialize(Components.Of(command.AccountId, draft.Format, draft.Locale, draft.Texts.ToDictionary(t => t.Key, t => t.Value.Text), draft.Pictures, draft.Film is { Rendered: false } supplied ? supplied : null), PlatformJson.Bus),
        AssetSha256 = draft.Artwork?.Sha256,
        FilmSha256 = draft.Film?.Sha256,
        Shapes = draft.Shapes.Count == 0 ? null : JsonSerializer.Serialize(draft.Shapes.Select(s => new Shape(s.Sha256, s.Width, s.Height)), PlatformJson.Bus),
        // A native main image has a size, the ad itself has none: the publisher lays it out.
        Width = draft.Format == Contracts.Briefs.FormatIds.Native ? null : draft.Artwork?.Width ?? draft.Film?.Width,
        Height = draft.Format == Contracts.Briefs.FormatIds.Native ? null : draft.Artwork?.Height ?? draft.Film?.Height,
        LandingUrl = command.Brief.LandingUrl,
        LastDay = draft.LastDay,
        Score = score,
        Provenance = JsonSerializer.Serialize(origin, PlatformJson.Bus),
        Eyes = JsonSerializer.Serialize(eyes, PlatformJson.Bus),
        CreatedAt = now,
    };

    public static CreativesGenerated Generated(string account, Guid campaign, int version, IReadOnlyList<Creative> creatives, Dictionary<string, int> rejections) => new()
    {
        AccountId = account,
        CampaignId = campaign,
        CampaignVersion = version,
        Creatives = [.. creatives.Select(c => new CreativeSummary(c.CreativeId, c.SegmentId, c.Format, c.Locale, c.Angle, c.Score))],
        Rejections = rejections,
    };

    public static StoredRejection Rejection(Gate.Rejection rejection, GenerateCreatives command, int ordinal) => new()
    {
        AccountId = command.AccountId,
        CampaignId = command.CampaignId,
        CampaignVersion = command.CampaignVersion,
        Ordinal = ordinal,
        Format = rejection.Format,
        Locale = rejection.Locale,
        Slot = rejection.Slot,
        Role = rejection.Role,
        Text = rejection.Text,
        Writer = rejection.Writer,
        Code = rejection.Violation.Code,
        Detail = rejection.Violation.Detail,
    };
}
