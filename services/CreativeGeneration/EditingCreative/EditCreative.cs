using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.EditingCreative;

/// <summary>
/// A named person changes texts in place. What was approved goes back into review and stops being served: only what somebody has read runs, and
/// whoever corrects an approved text rarely wants the wrong one shown meanwhile.
/// </summary>
internal static class EditCreative
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/{id}/edits", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Created<EditResult>, ProblemHttpResult>> HandleAsync(
        string id, Strict<EditRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var errors = request.Errors();
        if (errors.Any) return errors.ToProblem();
        if (await db.OwnedAsync(caller, id, cancellation) is not { } creative) return Problems.NotFound("creative");
        if (creative.Version != request.Version) return Stale(creative.Version, request.Version);
        if (creative.Status == Creative.Rejected) return Problems.Conflict("wrong-state", "A rejected creative is not edited: decide about it again first.");
        var newest = await db.NewestAsync(caller, creative.CampaignId, cancellation);
        if (newest!.CampaignVersion > creative.CampaignVersion)
            return Problems.Conflict("superseded", $"The campaign is at version {newest.CampaignVersion}; this creative is of version {creative.CampaignVersion}.");
        if (newest.Book() is not { } book) return Problems.Conflict("written-before", "The brief of this campaign version was not kept, so its texts cannot be checked again: submit the campaign anew.");

        var format = FormatCatalogue.Find(creative.Format)!;
        var origin = creative.Origin();
        if (origin.Film is { Rendered: true }) return Problems.Conflict("rendered", "Its texts are in its film, which is not rendered again: reject it, and refresh the campaign for another.");
        var texts = origin.Phrases.ToDictionary(p => p.Key, p => p.Value.Phrase());
        foreach (var key in request.Texts!.Keys)
        {
            errors.Check(texts.ContainsKey(key), $"texts.{key}", $"is not a text of this creative, which has {string.Join(", ", texts.Keys.Where(k => Editing.RoleOf(k, format) is not null).Order(StringComparer.Ordinal))}");
            if (texts.ContainsKey(key)) errors.Check(Editing.RoleOf(key, format) is not null, $"texts.{key}", "is fixed by the facts of the brief, the format or the law");
        }
        if (errors.Any) return errors.ToProblem();
        var edits = request.Texts.ToDictionary(t => t.Key, t => Editing.Typeset(t.Value, creative.Locale)).Where(t => t.Value != texts[t.Key].Text).ToDictionary();
        errors.Check(edits.Count > 0, "texts", "say what they said before");
        if (errors.Any) return errors.ToProblem();

        var others = await db.Creatives.AsNoTracking()
            .Where(c => c.AccountId == creative.AccountId && c.CampaignId == creative.CampaignId && c.CampaignVersion == creative.CampaignVersion
                && c.Format == creative.Format && c.Locale == creative.Locale && c.CreativeId != creative.CreativeId && c.Status != Creative.Rejected)
            .Select(c => c.Texts).ToListAsync(cancellation);
        var pictures = await PicturesAsync(db, creative.AccountId, origin.Pictures ?? [], cancellation);
        var outcome = Editing.Decide(
            new(book, format, creative.Locale, creative.SegmentId, creative.Angle, creative.Evidence, origin.Seed, origin.Writer, texts, pictures,
                [.. others.Select(t => JsonSerializer.Deserialize<Dictionary<string, string>>(t, PlatformJson.Bus)!)]) { FilmUntil = origin.Film?.Origin.Until, Type = await db.TypefaceAsync(creative.AccountId, origin.Fonts ?? [], cancellation) },
            edits, request.Editor!.Trim());
        if (outcome is not EditOutcome.Accepted accepted) return Refusal((EditOutcome.Refused)outcome);
        // The work is done before writers wait for each other: what was read may be old by now.
        await db.BeginWriteAsync(cancellation);
        if (await db.Creatives.AsNoTracking().Where(c => c.CreativeId == creative.CreativeId).Select(c => c.Version).SingleAsync(cancellation) is var now && now != creative.Version) return Stale(now, creative.Version);
        return TypedResults.Created($"/v1/creatives/{id}", await StoreAsync(db, creative, newest, origin, accepted, edits, request, clock.GetUtcNow(), cancellation));
    }

    private static async Task<List<Picture>> PicturesAsync(CreativesDb db, string account, IReadOnlyList<ShownPicture> shown, CancellationToken cancellation)
    {
        if (shown.Count == 0) return [];
        var hashes = shown.Select(p => p.Sha256).ToList();
        var stored = await db.Pictures.AsNoTracking().Where(p => p.AccountId == account && hashes.Contains(p.Sha256)).ToDictionaryAsync(p => p.Sha256, cancellation);
        return [.. shown.Select(p => p.With(stored[p.Sha256]))];
    }

    private static ProblemHttpResult Stale(int now, int? read) =>
        Problems.Conflict("changed-meanwhile", $"version: the creative is at version {now}, the edit is of version {read}. Read it again and retry.");

    private static ProblemHttpResult Refusal(EditOutcome.Refused refused)
    {
        var reasons = refused.Reasons.ToDictionary(r => $"texts.{r.Key}", r => r.Value.Select(v => $"{v.Code}: {v.Detail}").Distinct().ToArray());
        var first = reasons.First();
        return Problems.Unprocessable("gate", $"{first.Key}: {first.Value[0]}", reasons);
    }

    private static async Task<EditResult> StoreAsync(
        CreativesDb db, Creative creative, Generation newest, Provenance origin, EditOutcome.Accepted edit, Dictionary<string, string> edits, EditRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var (editor, status) = (request.Editor!.Trim(), request.Draft ? Creative.Draft : Creative.InReview);
        var before = (creative.Status, Texts: origin.Phrases.ToDictionary(p => p.Key, p => string.Concat(p.Value.Parts.Select(x => x.Text))));
        creative.Version++;
        creative.Status = status;
        var texts = edit.Texts.ToDictionary(t => t.Key, t => t.Value.Text);
        creative.Texts = JsonSerializer.Serialize(texts, PlatformJson.Bus);
        creative.Components = JsonSerializer.Serialize(Components.Of(creative.AccountId, creative.Format, creative.Locale, texts, creative.AssetSha256 is null ? null : origin.Pictures ?? [], origin.Film), PlatformJson.Bus);
        (creative.Angle, creative.Evidence, creative.LastDay, creative.AssetSha256) = (edit.Angle, edit.Evidence, edit.LastDay, edit.Artwork?.Sha256 ?? creative.AssetSha256);
        creative.Score = Math.Round(creative.Score + edit.Score, 4);
        creative.Provenance = JsonSerializer.Serialize(origin with
        {
            Phrases = edit.Texts.ToDictionary(t => t.Key, t => Written.Of(t.Value)),
            Features = edit.Features,
            RenderingNotes = edit.Artwork?.Notes ?? origin.RenderingNotes,
            Fonts = edit.Artwork is { } drawn ? [.. drawn.Fonts.Select(f => f.Face.Origin)] : origin.Fonts,
        }, PlatformJson.Bus);
        creative.Judge(newest, byPerson: false, now);
        creative.Eyes = JsonSerializer.Serialize<IReadOnlyList<EyesReason>>(
            [.. creative.Reasons().Where(r => r.Code != NeedingEyes.Edited), NeedingEyes.ByEdit(editor, edits.Keys)], PlatformJson.Bus);
        if (edit.Artwork is { } file) await db.KeepFontsAsync(creative.AccountId, file.Fonts, cancellation);
        if (edit.Artwork is { } art && !await db.Assets.AnyAsync(a => a.AccountId == creative.AccountId && a.Sha256 == art.Sha256, cancellation))
            db.Assets.Add(new() { AccountId = creative.AccountId, Sha256 = art.Sha256, Content = art.Svg, CreatedAt = now });

        Change Changed(string field, string from, string to) => new()
        {
            AccountId = creative.AccountId, CreativeId = creative.CreativeId, CreativeVersion = creative.Version, Field = field,
            Before = from, After = to, ChangedBy = editor, Comment = request.Comment, ChangedAt = now,
        };
        List<Change> changes = [.. edits.Select(e => Changed($"texts.{e.Key}", before.Texts[e.Key], e.Value))];
        if (before.Status != status) changes.Add(Changed(Change.Status, before.Status, status));
        db.Changes.AddRange(changes);
        // Delivery shows the approved form until it is told otherwise.
        if (before.Status == Creative.Approved) db.Publish(Reviewing.Told(creative, ReviewDecision.ChangesRequested, editor, now), now);
        return new EditResult(CreativeView.Of(creative), [.. changes.Select(ChangeView.Of)]);
    }
}
