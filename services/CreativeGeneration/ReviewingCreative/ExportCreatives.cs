using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.ServingAssets;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>
/// Everything approved of the newest version: <c>csv</c>, responsive search ads with the column names of Google Ads Editor, one row a set; <c>json</c>, all creatives; <c>zip</c>, their files:
/// SVG, HTML5 for display, PNG where librsvg is installed.
/// </summary>
internal static class ExportCreatives
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/creatives/export", HandleAsync).RequireReading();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string? campaignId, string? format, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        errors.Check(Ids.TryParse("cmp", campaignId, out var campaign), "campaignId", "must be a campaign id, cmp_...");
        errors.Check(format is null or "csv" or "json" or "zip", "format", "must be csv, json or zip");
        if (errors.Any) return errors.ToProblem();
        if (await db.NewestAsync(caller, campaign, cancellation) is not { } newest) return Problems.NotFound("campaign with creatives");
        var approved = await db.Creatives.AsNoTracking()
            .Where(c => c.AccountId == caller.AccountId && c.CampaignId == campaign && c.CampaignVersion == newest.CampaignVersion && c.Status == Creative.Approved)
            .OrderBy(c => c.Ordinal).ToListAsync(cancellation);
        if (format == "json") return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(approved.Select(CreativeView.Of), PlatformJson.Http), "application/json", $"{campaignId}.json");
        if (format == "zip") return TypedResults.File(await ZipAsync(approved, db, cancellation), "application/zip", $"{campaignId}.zip");
        var csv = Csv(newest.CampaignName, [.. approved.Where(c => c.Format == FormatIds.ResponsiveSearch).Select(CreativeView.Of)]);
        return TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(csv)).ToArray(), "text/csv; charset=utf-8", $"{campaignId}-search.csv");
    }

    private static async Task<byte[]> ZipAsync(List<Creative> approved, CreativesDb db, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        using var fonts = await FontsAsync(approved, db, cancellation);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            async Task PutAsync(string name, byte[] content)
            {
                await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellation);
                await entry.WriteAsync(content, cancellation);
            }
            foreach (var creative in approved)
            {
                var view = CreativeView.Of(creative);
                var name = $"{creative.Format}/{creative.Locale}/{view.Id}";
                await PutAsync($"{name}.json", JsonSerializer.SerializeToUtf8Bytes(view, PlatformJson.Http));
                if (creative.Origin().Film is { Rendered: true } film && await db.Pictures.AsNoTracking().FirstOrDefaultAsync(p => p.AccountId == creative.AccountId && p.Sha256 == film.Sha256, cancellation) is { } shot) await PutAsync($"{name}.mp4", shot.Content);
                foreach (var (sha, suffix) in Reviewing.ShapesOf(creative).Select(s => (s.Sha256, $"-{s.Width}x{s.Height}")).Prepend((creative.AssetSha256 ?? "", "")))
                {
                    if (await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.AccountId == creative.AccountId && a.Sha256 == sha, cancellation) is not { } asset) continue;
                    var svg = await asset.WholeAsync(db, cancellation);
                    await PutAsync($"{name}{suffix}.svg", Encoding.UTF8.GetBytes(svg));
                    if (creative is { Width: { } width, Height: { } height } && creative.Format.StartsWith("display-", StringComparison.Ordinal))
                        await PutAsync($"{name}.html", Encoding.UTF8.GetBytes(Html5Banner.Wrap(svg, width, height, creative.Locale, view.Texts[Roles.Headline], creative.LandingUrl)));
                    if (await Rasteriser.PngAsync(svg, fonts, cancellation) is { } png) await PutAsync($"{name}{suffix}.png", png);
                }
            }
        }
        return file.ToArray();
    }

    /// <summary>All that any of them is drawn in; null where that is Inter.</summary>
    private static async Task<FontFolder?> FontsAsync(List<Creative> creatives, CreativesDb db, CancellationToken cancellation)
    {
        var drawn = Rasteriser.Command is null ? [] : creatives.SelectMany(c => (c.Origin().Fonts ?? []).Select(f => (c.AccountId, f.Sha256))).Distinct().ToList();
        Dictionary<string, byte[]> files = [];
        foreach (var (account, sha) in drawn)
            if (await db.LibraryFiles.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == account && f.Sha256 == sha, cancellation) is { } font) files[sha] = font.Content;
        return await FontFolder.OpenAsync(files, cancellation);
    }

    internal static string Csv(string campaign, IReadOnlyList<CreativeView> sets)
    {
        string[] headlines = [.. Enumerable.Range(1, FormatCatalogue.SearchHeadlines).Select(i => $"Headline {i}")];
        string[] descriptions = [.. Enumerable.Range(1, FormatCatalogue.SearchDescriptions).Select(i => $"Description {i}")];
        var csv = new StringBuilder();
        void Row(IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        Row(["Campaign", "Ad group", "Ad type", .. headlines, .. descriptions, "Final URL", "Labels"]);
        foreach (var set in sets)
            Row([campaign, $"{set.Segment.Name} ({set.Locale})", "Responsive search ad",
                .. headlines.Select(h => set.Texts.GetValueOrDefault(h.Replace("H", "h").Replace(" ", ""), "")),
                .. descriptions.Select(d => set.Texts.GetValueOrDefault(d.Replace("D", "d").Replace(" ", ""), "")), set.LandingUrl, Label(set)]);
        return csv.ToString();
    }

    /// <summary>Google Ads Editor has no column for how a text was made: its labels carry the IPTC term, and the name of who pays where that is somebody else.</summary>
    private static string Label(CreativeView set) => set.Disclosed is not { } told ? "" : string.Join(';', new[]
    {
        $"Made: {told.DigitalSourceType[(told.DigitalSourceType.LastIndexOf('/') + 1)..]}",
        told.PaidBy == told.OnBehalfOf ? null : $"Paid by: {told.PaidBy.Replace(';', ',')}",
    }.OfType<string>());

    /// <summary>A cell that a spreadsheet would take for a formula is made a text (OWASP, CSV injection).</summary>
    private static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
