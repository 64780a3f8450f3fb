using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>A responsive search ad: one set a segment, its strongest arguments first, no two assets alike, each whole by itself.</summary>
internal sealed class SearchSet(Cell cell, int seed, RejectionLog rejections)
{
    /// <summary>Two headlines that may stand side by side must differ more than two creatives must.</summary>
    private const double TooAlike = 0.6;

    private readonly HashSet<string> _sets = [];

    public (CreativeDraft? Draft, string? Fault) Compose(AudienceSegment segment, Relevance relevance)
    {
        var order = relevance.Choose([.. cell.Pools.Select(p => p.Slot)], cell.Pools.Count).ToList();
        var pools = cell.Pools.OrderBy(p => order.IndexOf(p.Slot) is >= 0 and var at ? at : int.MaxValue).ToList();
        var random = new Random(Cell.HashCode(seed, segment.SegmentId, "search"));
        var headlines = Pick([.. pools.Select(p => p.Headlines)], FormatCatalogue.SearchHeadlines, random);
        if (headlines.Count < FormatCatalogue.SearchHeadlinesAtLeast)
            return (null, $"only {headlines.Count} headlines of at most 30 characters can be written; {FormatCatalogue.SearchHeadlinesAtLeast} are needed");
        var descriptions = Describe(pools.SelectMany(p => p.Bodies).DistinctBy(b => b.Text).ToList(), relevance, random);
        if (descriptions.Count < FormatCatalogue.SearchDescriptionsAtLeast)
            return (null, $"only {descriptions.Count} descriptions of at most 90 characters can be written; {FormatCatalogue.SearchDescriptionsAtLeast} are needed");
        while (!_sets.Add(string.Join('\n', headlines.Concat(descriptions).Select(p => p.Text))))
        {
            if (headlines.Count == FormatCatalogue.SearchHeadlinesAtLeast) return (null, "the facts do not carry another set");
            headlines.RemoveAt(headlines.Count - 1);
        }
        return (Draft(segment, pools[0], headlines, descriptions), null);
    }

    /// <summary>One from each argument in turn, the strongest argument first, so that every argument gets a place.</summary>
    private List<Phrase> Pick(List<IReadOnlyList<Phrase>> byArgument, int count, Random random)
    {
        List<(Phrase Phrase, HashSet<string> Words)> chosen = [];
        var left = byArgument.Select(list => new Queue<Phrase>(list.Select((p, i) => (p, key: i + 1.5 * random.NextDouble())).OrderBy(x => x.key).Select(x => x.p))).ToList();
        while (chosen.Count < count && left.Any(q => q.Count > 0))
            foreach (var queue in left)
            {
                while (queue.Count > 0 && chosen.Count < count)
                {
                    var phrase = queue.Dequeue();
                    var words = Likeness.Shingles(phrase.Text);
                    if (chosen.Any(c => Likeness.Of(words, c.Words) >= TooAlike)) { Note(phrase); continue; }
                    chosen.Add((phrase, words));
                    break;
                }
            }
        return [.. chosen.Select(c => c.Phrase)];
    }

    /// <summary>Descriptions with room to argue: long, on what the segment responds to, each with evidence of its own.</summary>
    private List<Phrase> Describe(List<Phrase> bodies, Relevance relevance, Random random)
    {
        var claims = cell.Facts.Claims.ToDictionary(c => c.Id);
        var rated = bodies.Select(b => (Phrase: b, Words: Likeness.Shingles(b.Text), Claims: b.Facts.Where(f => claims.ContainsKey(f) || f == cell.Facts.Offer?.Id).ToHashSet(),
            Value: b.Text.Length / 90.0 + b.Facts.Where(claims.ContainsKey).Select(f => relevance.Of(claims[f])).DefaultIfEmpty(-0.3).Average() + 0.1 * random.NextDouble())).ToList();
        List<Phrase> chosen = [];
        while (chosen.Count < FormatCatalogue.SearchDescriptions && rated.Count > 0)
        {
            var best = rated.MaxBy(r => r.Value);
            chosen.Add(best.Phrase);
            rated = [.. rated.Where(r => Likeness.Of(r.Words, best.Words) < TooAlike)
                .Select(r => r with { Value = r.Value - 0.5 * r.Claims.Count(best.Claims.Contains) })];
        }
        return chosen;
    }

    private void Note(Phrase phrase) => rejections.Add(new(cell.Format.Id, cell.Facts.Locale, "search", Roles.Headline, phrase.Text, "composition", new(Codes.NearDuplicate, "too like another asset of the set")));

    private CreativeDraft Draft(AudienceSegment segment, Pool lead, List<Phrase> headlines, List<Phrase> descriptions)
    {
        var texts = new Dictionary<string, Phrase>();
        for (var i = 0; i < headlines.Count; i++) texts[$"headline{i + 1}"] = headlines[i];
        for (var i = 0; i < descriptions.Count; i++) texts[$"description{i + 1}"] = descriptions[i];
        var scores = headlines.Select(h => StyleScorer.Score(h, descriptions[0], cell.Facts.Product, false)).ToList();
        return new CreativeDraft
        {
            SegmentId = segment.SegmentId,
            SegmentName = segment.Name,
            Format = cell.Format.Id,
            Locale = cell.Facts.Locale,
            Slot = lead.Slot,
            Writer = lead.Writer.Name,
            WriterVersion = lead.Writer.Version,
            Texts = texts,
            Artwork = null,
            RawScore = scores.Average(),
            Features = StyleScorer.Features(headlines[0], descriptions[0], cell.Facts.Product, false),
            Seed = seed,
            LastDay = cell.Facts.Offer is { EndsOn: { } end } offer && texts.Values.Any(t => t.Facts.Contains(offer.Id)) ? end : null,
        };
    }
}
