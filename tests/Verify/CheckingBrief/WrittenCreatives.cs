using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Verify.CheckingBrief;

/// <summary>Every creative with its phrases and the facts that they cite, and what the gate rejected.</summary>
internal static class WrittenCreatives
{
    private const int PageSize = 200;

    /// <returns>Null when none were written.</returns>
    public static async Task<object?> ReadAsync(PlatformClient advertiser, string campaignId, CancellationToken cancellationToken)
    {
        try
        {
            var rejections = await advertiser.GetAsync($"/v1/creatives/rejections?campaignId={campaignId}", cancellationToken);
            var items = new List<Item>();
            var facts = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
            await foreach (var creative in ListAsync(advertiser, campaignId, cancellationToken))
            {
                var lineage = await advertiser.GetAsync($"/v1/creatives/{creative.GetProperty("id").GetString()}/lineage", cancellationToken);
                foreach (var fact in lineage.GetProperty("facts").EnumerateArray()) facts.TryAdd(fact.GetProperty("id").GetString()!, fact);
                items.Add(new Item(
                    creative.GetProperty("id"), creative.GetProperty("segment").GetProperty("name").GetString(), creative.GetProperty("format").GetString()!, creative.GetProperty("locale").GetString()!,
                    creative.GetProperty("angle").GetString()!, creative.GetProperty("score").GetDouble(),
                    [.. lineage.GetProperty("phrases").EnumerateArray().Select(phrase => new Phrase(phrase.GetProperty("role"), phrase.GetProperty("text"), phrase.GetProperty("rule"), [.. phrase.GetProperty("facts").EnumerateArray()]))]));
            }

            return new
            {
                total = items.Count,
                byFormat = Count(item => item.Format),
                byLocale = Count(item => item.Locale),
                byAngle = Count(item => item.Angle),
                phrases = items.Sum(item => item.Phrases.Count),
                phrasesThatCiteNothing = items.SelectMany(item => item.Phrases).Where(phrase => phrase.Facts.Count == 0).Select(phrase => phrase.Text.GetString()).Distinct(),
                rejected = rejections.GetProperty("counts"),
                rejections = rejections.GetProperty("items"),
                facts,
                items,
            };

            SortedDictionary<string, int> Count(Func<Item, string> key) => new(items.CountBy(key).ToDictionary(), StringComparer.Ordinal);
        }
        catch (RefusedException refused) when (refused.Problem.Status == 404)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<JsonElement> ListAsync(PlatformClient advertiser, string campaignId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await advertiser.GetAsync($"/v1/creatives?campaignId={campaignId}&limit={PageSize}{(after is null ? "" : $"&after={after}")}", cancellationToken);
            foreach (var creative in page.GetProperty("items").EnumerateArray()) yield return creative;
            if (!page.TryGetProperty("next", out var next) || (after = next.GetString()) is null) yield break;
        }
    }

    private sealed record Item(JsonElement Id, string? Segment, string Format, string Locale, string Angle, double Score, IReadOnlyList<Phrase> Phrases);

    private sealed record Phrase(JsonElement Role, JsonElement Text, JsonElement Rule, IReadOnlyList<JsonElement> Facts);
}
