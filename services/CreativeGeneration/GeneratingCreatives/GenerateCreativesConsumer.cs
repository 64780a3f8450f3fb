using System.Diagnostics;
using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ApprovingByRule;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
using AdPlatform.CreativeGeneration.RenderingMotion;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>
/// Writes a campaign version once; asked again, it says again how it ended. All the work happens before the first row is
/// written, so no write transaction waits for it.
/// </summary>
internal sealed class GenerateCreativesConsumer(
    CreativesDb db, PassingMessages progress, IEnumerable<IWriter> writers, IEnumerable<IImageSource> images, FilmRenderer films, IOptions<CreativeGenerationOptions> options, TimeProvider clock) : IConsumer<GenerateCreatives>
{
    private static readonly ActivitySource Traces = new("AdPlatform.CreativeGeneration");
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);
    private (string Stage, long At)? told;

    public async Task Consume(ConsumeContext<GenerateCreatives> context)
    {
        var command = context.Message;
        var cancellation = context.CancellationToken;
        if (await db.Generations.AsNoTracking().SingleOrDefaultAsync(
                g => g.AccountId == command.AccountId && g.CampaignId == command.CampaignId && g.CampaignVersion == command.CampaignVersion, cancellation) is { } done)
        {
            await SayAgainAsync(done, cancellation);
            return;
        }

        using var span = Traces.StartActivity("generate creatives");
        var clockStart = clock.GetTimestamp();
        var gallery = await GalleryAsync(command, cancellation);
        var (studio, fault) = Studio.Open(command, options.Value, [.. writers], gallery, await EarlierAsync(command, cancellation));
        if (studio is not null)
        {
            await TellAsync(command, "facts", studio.Book.Facts.Count, studio.Book.Facts.Count, cancellation);
            var session = new WritingSession(clockStart);
            foreach (var (cell, i) in studio.ToWrite.Select((cell, i) => (cell, i)))
            {
                await studio.WriteAsync(cell, session, cancellation);
                await TellAsync(command, "writing", i + 1, studio.Cells.Count, cancellation);
            }
            var written = studio.Cells.Sum(c => c.Pools.Sum(p => p.Headlines.Count + p.Bodies.Count));
            await TellAsync(command, "gating", written, written + studio.Rejections.Counts.Values.Sum(), cancellation);
            for (var i = 0; i < studio.Cells.Count && fault is null; i++)
            {
                fault = studio.Compose(studio.Cells[i]);
                // A refresh that finds nothing new to say in a cell keeps what there is.
                if (command.Refresh is not null) fault = null;
                if (fault is null) await TellAsync(command, "rendering", i + 1, studio.Cells.Count, cancellation);
            }
            if (command.Refresh is null) fault ??= studio.Unwritten();
            if (fault is null) fault = await FilmAsync(command, studio, gallery, cancellation);
        }
        await StoreAsync(command, studio, fault, cancellation);
        CreativeMetrics.Generated(fault is null ? studio!.Drafts.Count : 0, clock.GetElapsedTime(clockStart));
    }

    private async Task<Gallery> GalleryAsync(GenerateCreatives command, CancellationToken cancellation)
    {
        var gallery = await Gallery.OpenAsync(command, images, cancellation);
        var fonts = await db.TypefaceAsync(command, clock.GetUtcNow(), cancellation);
        return gallery with { Notes = [.. gallery.Notes, .. fonts.Notes], Type = fonts.Type, FontFault = fonts.Fault, Motion = films.Offer, Films = await db.FilmsAsync(command, clock.GetUtcNow(), cancellation) };
    }

    /// <summary>One after the other, each told as it grows. A creative whose film cannot be rendered is left out, with the reason; the campaign fails only where none can.</summary>
    private async Task<Facts.BriefFault?> FilmAsync(GenerateCreatives command, Studio studio, Gallery gallery, CancellationToken cancellation)
    {
        var waiting = studio.ToFilm;
        if (waiting.Count == 0) return null;
        var (total, lost, reason) = (waiting.Count * films.FramesPerFilm, new List<CreativeDraft>(), "");
        using var fonts = await Rendering.Fonts.FontFolder.OpenAsync(gallery.Type.Faces.Select(f => KeyValuePair.Create(f.Origin.Sha256, f.Content)).ToList(), cancellation);
        foreach (var (place, i) in waiting.Select((place, i) => (place, i)))
        {
            var draft = studio.Drafts[place];
            var seed = Cell.HashCode(studio.Seed, draft.SegmentId, draft.Slot.Key);
            var (film, fault) = await films.RenderAsync(draft.Artwork!, Marking.SourceType(draft.Writer, draft.Artwork!.Pictures.Select(p => p.Origin)), seed, fonts,
                async frames => await TellAsync(command, "filming", i * films.FramesPerFilm + frames, total, cancellation), cancellation);
            if (film is not null)
            {
                studio.Drafts[place] = draft with { Film = film.Shown, FilmContent = film.Content };
                continue;
            }
            lost.Add(draft);
            studio.Rejections.Add(new(draft.Format, draft.Locale, draft.Slot.Key, Formats.Roles.Headline, draft.Texts[Formats.Roles.Headline].Text, "motion", new(Gate.Codes.NotRendered, reason = fault!)));
        }
        studio.Drafts.RemoveAll(lost.Contains);
        return lost.Count < waiting.Count ? null : new($"formats[{command.Brief.Formats.ToList().FindIndex(Contracts.Briefs.FormatIds.Filmed.Contains)}]", $"no film could be rendered: {reason}");
    }

    /// <summary>Past the outbox on purpose: losing one harms nobody, and a person wants it now, not with the commit.</summary>
    private async Task TellAsync(GenerateCreatives command, string stage, int done, int total, CancellationToken cancellation)
    {
        // Each is a commit at Campaigns: what nobody can read so fast is not told, but where a stage begins and ends is.
        if (done < total && told is { } last && last.Stage == stage && clock.GetElapsedTime(last.At) < Apart) return;
        told = (stage, clock.GetTimestamp());
        await progress.TellAsync(new CreativeGenerationProgressed
        {
            AccountId = command.AccountId,
            CampaignId = command.CampaignId,
            CampaignVersion = command.CampaignVersion,
            Stage = stage,
            Done = done,
            Total = total,
        }, cancellation);
    }

    private async Task StoreAsync(GenerateCreatives command, Studio? studio, Facts.BriefFault? fault, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var counts = studio?.Rejections.Counts ?? [];
        var generation = new Generation
        {
            AccountId = command.AccountId,
            CampaignId = command.CampaignId,
            CampaignVersion = command.CampaignVersion,
            PublisherId = command.PublisherId,
            CampaignName = command.Brief.Name,
            Seed = Studio.SeedOf(command.CampaignId, command.CampaignVersion),
            Facts = JsonSerializer.Serialize(studio?.Book.Facts ?? [], PlatformJson.Bus),
            Brief = JsonSerializer.Serialize(command.Brief, PlatformJson.Bus),
            Segments = JsonSerializer.Serialize(command.Segments, PlatformJson.Bus),
            RejectionCounts = JsonSerializer.Serialize(counts, PlatformJson.Bus),
            FailedField = fault?.Field,
            FailedReason = fault?.Reason,
            FinishedAt = now,
        };
        db.Generations.Add(generation);
        db.Rejections.AddRange((studio?.Rejections.First ?? []).Select((r, i) => StoredForms.Rejection(r, command, i)));
        if (fault is not null)
        {
            db.Publish(new CreativeGenerationFailed { AccountId = command.AccountId, CampaignId = command.CampaignId, CampaignVersion = command.CampaignVersion, Field = fault.Field, Reason = fault.Reason }, now);
            return;
        }
        var scores = studio!.Scores();
        var eyes = await NeedingAsync(command, studio, scores, cancellation);
        var creatives = studio.Drafts.Select((draft, i) =>
        {
            var origin = StoredForms.Origin(draft, command);
            var creative = StoredForms.Creative(draft, origin, command, i, scores[i], eyes[i], now);
            creative.Judge(generation, origin, byPerson: false, now);
            return creative;
        }).ToList();
        db.Creatives.AddRange(creatives);
        // Each file with the main file that makes it public: its own, but for other shapes.
        var files = studio.Drafts.Where(d => d.Artwork is not null).SelectMany(d => d.Shapes.Select(s => (File: s, Main: (string?)d.Artwork!.Sha256)).Prepend((File: d.Artwork!, Main: null))).DistinctBy(f => f.File.Sha256).ToList();
        var hashes = files.Select(f => f.File.Sha256).ToList();
        var known = await db.Assets.Where(a => a.AccountId == command.AccountId && hashes.Contains(a.Sha256)).Select(a => a.Sha256).ToListAsync(cancellation);
        db.Assets.AddRange(files.Where(f => !known.Contains(f.File.Sha256))
            .Select(f => new ServingAssets.StoredAsset { AccountId = command.AccountId, Sha256 = f.File.Sha256, MainSha256 = f.Main, Content = f.File.Svg, CreatedAt = now }));
        await KeepPicturesAsync(command.AccountId, command.PublisherId, [.. files.SelectMany(f => f.File.Pictures).DistinctBy(p => p.Sha256)], now, cancellation);
        await db.KeepFontsAsync(command.AccountId, files.SelectMany(f => f.File.Fonts), cancellation);
        var rendered = studio.Drafts.Where(d => d.FilmContent is not null).DistinctBy(d => d.Film!.Sha256).ToList();
        var shot = rendered.Select(d => d.Film!.Sha256).ToList();
        var kept = await db.Pictures.Where(p => p.AccountId == command.AccountId && shot.Contains(p.Sha256)).Select(p => p.Sha256).ToListAsync(cancellation);
        db.Pictures.AddRange(rendered.Where(d => !kept.Contains(d.Film!.Sha256)).Select(d => new ServingAssets.StoredPicture { AccountId = command.AccountId, Sha256 = d.Film!.Sha256, Mime = "video/mp4", Content = d.FilmContent! }));
        var used = studio.Drafts.SelectMany(d => d.Fonts.Select(f => f.AssetId).Append(d.Film?.Origin.AssetId)).Distinct().Select(id => Ids.TryParse("ast", id, out var asset) ? asset : Guid.Empty).ToHashSet();
        foreach (var asset in await db.LibraryAssets.Where(a => a.AccountId == command.AccountId && used.Contains(a.AssetId)).ToListAsync(cancellation)) asset.UsedAt ??= now;
        await TakeAlongAsync(command, creatives.Count, cancellation);
        db.Publish(StoredForms.Generated(command.AccountId, command.CampaignId, command.CampaignVersion, creatives, counts), now);
        RuleApproval.Apply(db, await db.ApprovalAsync(command.AccountId, cancellation), creatives, now);
        await db.RetireAsync([.. creatives.Where(c => c.Status == Creative.Approved)], now, cancellation);
    }

    private async Task<IReadOnlyList<Earlier>> EarlierAsync(GenerateCreatives command, CancellationToken cancellation)
    {
        if (command.Refresh is null) return [];
        var rows = await db.Creatives.AsNoTracking().Where(c => c.AccountId == command.AccountId && c.CampaignId == command.CampaignId)
            .Select(c => new { c.SegmentId, c.Format, c.Locale, c.Angle, c.Evidence, c.Texts }).ToListAsync(cancellation);
        return [.. rows.Select(c => new Earlier(c.SegmentId, c.Format, c.Locale, c.Angle, c.Evidence, JsonSerializer.Deserialize<Dictionary<string, string>>(c.Texts, PlatformJson.Bus)!))];
    }

    /// <summary>What is not tired moves into the new version, behind what is new: approved as it was, and still served.</summary>
    private async Task TakeAlongAsync(GenerateCreatives command, int ordinal, CancellationToken cancellation)
    {
        if (command.Refresh is not { } refresh) return;
        var kept = await db.Creatives.Where(c => c.AccountId == command.AccountId && c.CampaignId == command.CampaignId && c.CampaignVersion == refresh.Of
            && c.Status != Creative.Rejected && !refresh.Leave.Contains(c.CreativeId)).OrderBy(c => c.Ordinal).ToListAsync(cancellation);
        foreach (var creative in kept) (creative.CampaignVersion, creative.Ordinal) = (command.CampaignVersion, ordinal++);
    }

    private async Task<IReadOnlyList<IReadOnlyList<EyesReason>>> NeedingAsync(GenerateCreatives command, Studio studio, IReadOnlyList<double> scores, CancellationToken cancellation)
    {
        var stated = studio.Drafts.Select(d => d.Locale).Distinct().ToDictionary(locale => locale, locale => ApprovedClaims.In(studio.Book, locale));
        var approved = await ApprovedClaims.KnownAsync(db, command.AccountId, stated.Values.SelectMany(claims => claims.Values).Select(c => c.Key), cancellation);
        IReadOnlyList<StatedClaim> Claims(CreativeDraft draft) => [.. draft.Texts.Values.SelectMany(t => t.Facts).Distinct().Where(stated[draft.Locale].ContainsKey).Select(f => stated[draft.Locale][f])];
        return NeedingEyes.Of(studio.Drafts, scores, [.. studio.Drafts.Select(Claims)], approved, Categories.Of(command.Brief));
    }

    /// <summary>Each picture once, however many creatives show it; what they were made from may no longer vanish from the library.</summary>
    private async Task KeepPicturesAsync(string account, string publisher, List<Rendering.Picture> pictures, DateTimeOffset now, CancellationToken cancellation)
    {
        if (pictures.Count == 0) return;
        var hashes = pictures.Select(p => p.Sha256).ToList();
        var known = await db.Pictures.Where(p => p.AccountId == account && hashes.Contains(p.Sha256)).Select(p => p.Sha256).ToListAsync(cancellation);
        db.Pictures.AddRange(pictures.Where(p => !known.Contains(p.Sha256)).Select(p => new ServingAssets.StoredPicture { AccountId = account, Sha256 = p.Sha256, Mime = p.Mime, Content = p.Content }));
        var used = pictures.Select(p => Ids.TryParse("ast", p.Origin.AssetId, out var id) ? id : Guid.Empty).ToHashSet();
        foreach (var asset in await db.LibraryAssets.Where(a => (a.AccountId == account || (a.AccountId == publisher && a.Kind == Library.AssetKind.Artwork)) && used.Contains(a.AssetId)).ToListAsync(cancellation)) asset.UsedAt ??= now;
    }

    private async Task SayAgainAsync(Generation done, CancellationToken cancellation)
    {
        if (done.FailedField is { } field)
        {
            db.Publish(new CreativeGenerationFailed { AccountId = done.AccountId, CampaignId = done.CampaignId, CampaignVersion = done.CampaignVersion, Field = field, Reason = done.FailedReason! }, clock.GetUtcNow());
            return;
        }
        // Those that a refresh took along were told when they were written.
        var creatives = await db.Creatives.AsNoTracking()
            .Where(c => c.AccountId == done.AccountId && c.CampaignId == done.CampaignId && c.CampaignVersion == done.CampaignVersion && c.CreatedAt >= done.FinishedAt)
            .OrderBy(c => c.Ordinal).ToListAsync(cancellation);
        var counts = JsonSerializer.Deserialize<Dictionary<string, int>>(done.RejectionCounts, PlatformJson.Bus)!;
        db.Publish(StoredForms.Generated(done.AccountId, done.CampaignId, done.CampaignVersion, creatives, counts), clock.GetUtcNow());
    }
}
