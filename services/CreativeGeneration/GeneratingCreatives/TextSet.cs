using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>Texts that a network combines (responsive search, Performance Max ...): one set a segment, its strongest arguments first, no two texts alike, each whole by itself.</summary>
internal sealed class TextSet(Cell cell, int seed, RejectionLog rejections)
{
    /// <summary>Two texts that may stand side by side must differ more than two creatives must.</summary>
    public const double TooAlike = 0.6;

    private readonly HashSet<string> _sets = [.. cell.Earlier.Select(e => string.Join('\n', e.Texts.Where(t => t.Key != Roles.BusinessName).Select(t => t.Value)))];

    public (CreativeDraft? Draft, string? Fault) Compose(AudienceSegment segment, Relevance relevance)
    {
        var order = relevance.Choose([.. cell.Pools.Select(p => p.Slot)], cell.Pools.Count).ToList();
        var pools = cell.Pools.OrderBy(p => order.IndexOf(p.Slot) is >= 0 and var at ? at : int.MaxValue).ToList();
        var random = new Random(Cell.HashCode(seed, segment.SegmentId, cell.Format.Id));
        var chosen = new Dictionary<SetPart, List<Phrase>>();
        List<HashSet<string>> taken = [];
        var bodies = pools.SelectMany(p => p.Bodies).DistinctBy(b => b.Text).ToList();
        // The one short text that the network asks for comes first, so that nothing crowds it out.
        foreach (var part in cell.Format.Set.Where(p => p.OneWithin > 0).OrderBy(p => p.From == Source.Bodies ? 0 : 1))
        {
            chosen[part] = part.From == Source.Bodies
                ? Describe(1, part.OneWithin, [.. bodies.Where(b => b.Text.Length <= part.OneWithin)], relevance, random, taken, [])
                : [.. pools.SelectMany(p => Of(p, part.From)).Where(p => p.Text.Length <= part.OneWithin && !Alike(p, taken)).Take(1)];
            if (chosen[part].Count == 0) return (null, $"no {part.Prefix} of at most {part.OneWithin} characters can be written");
            if (part.From != Source.Bodies) taken.Add(Likeness.Shingles(chosen[part][0].Text));
        }
        // What fewest texts can be chooses next: long headlines, then short ones.
        foreach (var part in cell.Format.Set.OrderBy(p => p.From switch { Source.LongHeadlines => 0, Source.ShortHeadlines => 1, _ => 2 }))
        {
            var first = chosen.GetValueOrDefault(part) ?? [];
            var texts = part.From == Source.Bodies
                ? Describe(part.AtMost, part.Max, bodies, relevance, random, taken, first)
                : Pick(part, [.. pools.Select(p => Of(p, part.From))], random, taken, first);
            if (texts.Count < part.AtLeast) return (null, $"only {texts.Count} of {part.Prefix} with at most {part.Max} characters can be written; {part.AtLeast} are needed");
            chosen[part] = texts;
        }
        while (!_sets.Add(string.Join('\n', chosen.Values.SelectMany(t => t).Select(p => p.Text))))
        {
            // Segments that respond to the same thing would get the same set: the last text that is not needed goes.
            if (cell.Format.Set.FirstOrDefault(p => chosen[p].Count > p.AtLeast && (p.OneWithin == 0 || chosen[p][^1].Text.Length > p.OneWithin)) is not { } part) return (null, "the facts do not carry another set");
            chosen[part].RemoveAt(chosen[part].Count - 1);
        }
        return (Draft(segment, pools[0], chosen), null);
    }

    private static IReadOnlyList<Phrase> Of(Pool pool, Source from) => from switch
    {
        Source.Headlines => pool.Headlines,
        Source.ShortHeadlines => pool.ShortHeadlines,
        _ => pool.LongHeadlines,
    };

    /// <summary>One from each argument in turn, the strongest argument first, so that every argument gets a place.</summary>
    /// <param name="first">Chosen and taken already.</param>
    private List<Phrase> Pick(SetPart part, List<IReadOnlyList<Phrase>> byArgument, Random random, List<HashSet<string>> taken, List<Phrase> first)
    {
        List<Phrase> chosen = [.. first];
        var diverse = new Diverse();
        var left = byArgument.Select(list => list.Select((phrase, i) => (Phrase: phrase, Value: 0.3 * random.NextDouble() - 0.02 * i)).ToList()).ToList();
        // Short texts leave half of what there is to the headlines, which may be the same.
        var most = part.From == Source.ShortHeadlines ? Math.Clamp(left.Sum(list => list.Count) / 2, part.AtLeast, part.AtMost) : part.AtMost;
        while (chosen.Count < most && left.Any(list => list.Count > 0))
            foreach (var list in left)
                while (list.Count > 0 && chosen.Count < most)
                {
                    var next = list.MaxBy(x => x.Value + diverse.Fresh(x.Phrase.Text));
                    list.Remove(next);
                    // A short text in a long place only keeps another from its own.
                    if (part.From == Source.LongHeadlines && chosen.Count >= part.AtLeast && next.Phrase.Text.Length <= cell.Format.Find(Roles.Headline)!.Max) continue;
                    if (first.Contains(next.Phrase)) continue;
                    if (Alike(next.Phrase, taken)) { Note(next.Phrase); continue; }
                    Take(next.Phrase, chosen, taken);
                    diverse.Keep(next.Phrase.Text);
                    break;
                }
        return chosen;
    }

    private static bool Alike(Phrase phrase, List<HashSet<string>> taken) => Likeness.Shingles(phrase.Text) is var words && taken.Any(t => Likeness.Of(words, t) >= TooAlike);

    private static void Take(Phrase phrase, List<Phrase> chosen, List<HashSet<string>> taken)
    {
        chosen.Add(phrase);
        taken.Add(Likeness.Shingles(phrase.Text));
    }

    /// <summary>Descriptions with room to argue: long, on what the segment responds to, each with evidence of its own.</summary>
    /// <param name="most">With what was chosen first.</param>
    /// <param name="max">Characters of a text.</param>
    /// <param name="first">Chosen and taken already.</param>
    private List<Phrase> Describe(int most, int max, List<Phrase> bodies, Relevance relevance, Random random, List<HashSet<string>> taken, List<Phrase> first)
    {
        var claims = cell.Facts.Claims.ToDictionary(c => c.Id);
        HashSet<string> Claims(Phrase body) => [.. body.Facts.Where(f => claims.ContainsKey(f) || f == cell.Facts.Offer?.Id)];
        List<Phrase> chosen = [.. first];
        var rated = bodies.Select(b => (Phrase: b, Words: Likeness.Shingles(b.Text), Claims: Claims(b),
            Value: (double)b.Text.Length / max + b.Facts.Where(claims.ContainsKey).Select(f => relevance.Of(claims[f])).DefaultIfEmpty(-0.3).Average() + 0.1 * random.NextDouble()))
            .Where(r => !taken.Any(t => Likeness.Of(r.Words, t) >= TooAlike)).ToList();
        foreach (var said in first.Select(Claims)) rated = [.. rated.Select(r => r with { Value = r.Value - 0.5 * r.Claims.Count(said.Contains) })];
        while (chosen.Count < most && rated.Count > 0)
        {
            var best = rated.MaxBy(r => r.Value);
            Take(best.Phrase, chosen, taken);
            rated = [.. rated.Where(r => Likeness.Of(r.Words, best.Words) < TooAlike).Select(r => r with { Value = r.Value - 0.5 * r.Claims.Count(best.Claims.Contains) })];
        }
        return chosen;
    }

    private void Note(Phrase phrase) => rejections.Add(new(cell.Format.Id, cell.Facts.Locale, "set", Roles.Headline, phrase.Text, "composition", new(Codes.NearDuplicate, "too like another asset of the set")));

    private CreativeDraft Draft(AudienceSegment segment, Pool lead, Dictionary<SetPart, List<Phrase>> chosen)
    {
        var texts = new Dictionary<string, Phrase>();
        foreach (var (part, phrases) in chosen)
            for (var i = 0; i < phrases.Count; i++) texts[$"{part.Prefix}{i + 1}"] = phrases[i];
        Fixtures.AddName(texts, cell.Facts, cell.Format);
        var headlines = chosen.First(c => c.Key.From == Source.Headlines).Value;
        var body = chosen.First(c => c.Key.From == Source.Bodies).Value[0];
        return new CreativeDraft
        {
            SegmentId = segment.SegmentId,
            SegmentName = segment.Name,
            Format = cell.Format.Id,
            Locale = cell.Facts.Locale,
            Slot = lead.Slot,
            Writer = cell.WriterOf(texts.Values).Name,
            WriterVersion = cell.WriterOf(texts.Values).Version,
            Texts = texts,
            Artwork = null,
            RawScore = headlines.Average(h => StyleScorer.Score(h.Text, cell.Facts.Language)),
            Features = StyleScorer.Features(headlines[0].Text, cell.Facts.Language),
            Seed = seed,
            LastDay = Fixtures.LastDay(cell.Facts, texts.Values, []),
        };
    }
}
