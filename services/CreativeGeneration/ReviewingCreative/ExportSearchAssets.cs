using System.Text;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Approved responsive search ads as CSV with the column names of Google Ads Editor: one row a set, an ad group a segment and language.</summary>
internal static class ExportSearchAssets
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/creatives/export", HandleAsync).RequireReading();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string? campaignId, string? format, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        errors.Check(Ids.TryParse("cmp", campaignId, out var campaign), "campaignId", "must be a campaign id, cmp_...");
        errors.Check(format is null or "csv", "format", "must be csv");
        if (errors.Any) return errors.ToProblem();
        if (await db.NewestAsync(caller, campaign, cancellation) is not { } newest) return Problems.NotFound("campaign with creatives");
        var sets = await db.Creatives.AsNoTracking()
            .Where(c => c.AccountId == caller.AccountId && c.CampaignId == campaign && c.CampaignVersion == newest.CampaignVersion
                && c.Format == FormatIds.ResponsiveSearch && c.Status == Creative.Approved)
            .OrderBy(c => c.Ordinal).ToListAsync(cancellation);
        var csv = Csv(newest.CampaignName, [.. sets.Select(CreativeView.Of)]);
        return TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(csv)).ToArray(), "text/csv; charset=utf-8", $"{campaignId}-search.csv");
    }

    internal static string Csv(string campaign, IReadOnlyList<CreativeView> sets)
    {
        string[] headlines = [.. Enumerable.Range(1, FormatCatalogue.SearchHeadlines).Select(i => $"Headline {i}")];
        string[] descriptions = [.. Enumerable.Range(1, FormatCatalogue.SearchDescriptions).Select(i => $"Description {i}")];
        var csv = new StringBuilder();
        void Row(IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        Row(["Campaign", "Ad group", "Ad type", .. headlines, .. descriptions, "Final URL"]);
        foreach (var set in sets)
            Row([campaign, $"{set.Segment.Name} ({set.Locale})", "Responsive search ad",
                .. headlines.Select(h => set.Texts.GetValueOrDefault(h.Replace("H", "h").Replace(" ", ""), "")),
                .. descriptions.Select(d => set.Texts.GetValueOrDefault(d.Replace("D", "d").Replace(" ", ""), "")), set.LandingUrl]);
        return csv.ToString();
    }

    /// <summary>A cell that a spreadsheet would take for a formula is made a text (OWASP, CSV injection).</summary>
    private static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
