using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>One format in one locale: the gated pools, and what has been chosen from them so far, so that nothing is said twice.</summary>
internal sealed class Cell(
    FormatSpec format, FactSheet facts, IPhraseGate gate, Said said, ITypography grammar, Palette colours, int seed, RejectionLog rejections, Gallery gallery, ScanCode? code, IReadOnlyList<Earlier> earlier)
{
    private readonly CreativeGate _whole = Gated(facts, format, earlier);
    private readonly List<Pool> _pools = [];

    public FormatSpec Format => format;
    public FactSheet Facts => facts;
    public IReadOnlyList<Pool> Pools => _pools;

    /// <summary>What was written for the same format and locale in earlier versions.</summary>
    public IReadOnlyList<Earlier> Earlier => earlier;

    /// <summary>Whether an earlier creative for the segment argued with this.</summary>
    public bool Told(Guid segment, Slot slot) => earlier.Any(e => e.SegmentId == segment && e.Angle == slot.Angle.ToString().ToLowerInvariant() && (slot.Claim is null || slot.Claim.Id == e.Evidence));

    private static CreativeGate Gated(FactSheet facts, FormatSpec format, IReadOnlyList<Earlier> earlier)
    {
        var gate = new CreativeGate(facts, format);
        foreach (var creative in earlier) gate.Keep(creative.Texts.ToDictionary(t => t.Key, t => Fixed(t.Key, t.Value)));
        return gate;
    }

    /// <summary>Keeps what passes the gate, and the reason for everything else.</summary>
    public void Admit(IWriter writer, Slot slot, Drafts drafts)
    {
        bool Passes(string role, Phrase phrase)
        {
            var violations = gate.Check(role, phrase, format);
            foreach (var violation in violations) rejections.Add(new(format.Id, facts.Locale, slot.Key, role, phrase.Text, $"{writer.Name} {writer.Version}", violation));
            return violations.Count == 0;
        }
        var pool = new Pool(slot, writer,
            [.. drafts.Headlines.Where(p => Passes(Roles.Headline, p))],
            [.. drafts.ShortHeadlines.Where(p => Passes(Roles.ShortHeadline, p))],
            [.. drafts.LongHeadlines.Where(p => Passes(Roles.LongHeadline, p))],
            [.. drafts.Bodies.Where(p => Passes(Roles.Body, p))],
            [.. drafts.Ctas.Where(c => Passes(Roles.Cta, Fixed(Roles.Cta, c)))]);
        // The grammar's pool comes first; others add their candidates to it, each phrase keeping its writer.
        if (_pools.FindIndex(p => p.Slot.Key == slot.Key) is >= 0 and var at) _pools[at] = _pools[at].With(pool);
        else _pools.Add(pool);
    }

    public IReadOnlyList<Violation> Check(string role, Phrase phrase, FormatSpec spec) => gate.Check(role, phrase, spec);

    /// <summary>Reasons for candidates that never came.</summary>
    public void Miss(IWriter writer, Violation lost) => rejections.Add(new(format.Id, facts.Locale, "", writer.Name, "", $"{writer.Name} {writer.Version}", lost));

    public IWriter WriterOf(IEnumerable<Phrase> texts) => _pools.FirstOrDefault(p => p.Others.Count > 0 && texts.Any(p.Others.ContainsKey))?.WriterOf(texts) ?? _pools[0].Writer;

    /// <summary>Whether a slot has enough to make a creative of.</summary>
    public bool Carries(Pool pool) => pool.Headlines.Count > 0 && (pool.Bodies.Count > 0 || format.Find(Roles.Body) is null);

    /// <summary>The best combinations that are not yet taken, for a segment and slot; null when the pool has no more.</summary>
    public CreativeDraft? Compose(AudienceSegment segment, Slot slot, Relevance relevance)
    {
        var pool = _pools.First(p => p.Slot.Key == slot.Key);
        var random = new Random(HashCode(seed, segment.SegmentId, format.Id + slot.Key));
        var headlines = pool.Headlines
            .Select(h => (Phrase: h, First: First(h.Text), Names: Names(h), Terms: OfferNumbers(h), Value: 1.2 * said.FreshHeadline(h.Text) + Explains(h) + StyleScorer.Score(h.Text, facts.Language) + 0.1 * random.NextDouble()))
            .OrderByDescending(h => h.Value).Take(12).ToList();
        var bodies = format.Find(Roles.Body) is null ? [(Phrase: null, First: "", Names: false, Terms: [], Value: 0)] : pool.Bodies
            .Select(b => (Phrase: (Phrase?)b, First: First(b.Text), Names: Names(b), Terms: OfferNumbers(b), Value: 0.8 * said.FreshBody(b.Text) + Explains(b) + 0.5 * Appeal(b, relevance) + 0.1 * random.NextDouble()))
            .OrderByDescending(b => b.Value).Take(24).ToList();
        var ctas = pool.Ctas.Select((text, i) => (Text: text, First: First(text), Value: -0.04 * i)).ToList();
        var ranked =
            from h in headlines
            from b in bodies
            from c in ctas
            orderby h.Value + b.Value + c.Value - (h.Names || b.Names ? 0 : 1) - (h.Terms.Overlaps(b.Terms) ? 0.6 : 0) - Echo(h.First, b.First, c.First) descending
            select (h.Phrase, b.Phrase, c.Text);
        return ranked.Take(40).Select(combination => Finish(segment, slot, pool, combination)).FirstOrDefault(draft => draft is not null);
    }

    private CreativeDraft? Finish(AudienceSegment segment, Slot slot, Pool pool, (Phrase Headline, Phrase? Body, string Cta) chosen)
    {
        var texts = new Dictionary<string, Phrase> { [Roles.Headline] = chosen.Headline, [Roles.Cta] = Fixed(Roles.Cta, chosen.Cta) };
        if (chosen.Body is { } copy) texts[Roles.Body] = copy;
        if (pool.ShortHeadlines.FirstOrDefault() is { } brief && format.Find(Roles.ShortHeadline) is not null) texts[Roles.ShortHeadline] = brief;
        Fixtures.Add(texts, facts, format, grammar, slot.Angle == Angle.Offer);
        var faults = texts.Where(t => t.Key is not (Roles.Headline or Roles.Body or Roles.Cta or Roles.ShortHeadline))
            .SelectMany(t => gate.Check(t.Key, t.Value, format).Select(v => (t.Key, t.Value.Text, Violation: v)))
            .Concat(_whole.Check(texts).Select(v => (Key: "creative", chosen.Headline.Text, Violation: v))).ToList();
        var art = faults.Count == 0 ? Draw(format, segment, slot, texts, pool) : default;
        if (art.Fault is { } fault) faults.Add(("creative", chosen.Headline.Text, new(Codes.DoesNotFit, fault)));
        if (faults.Count > 0)
        {
            // A combination that is taken already is no rejection of a text: only the search goes on.
            foreach (var (role, text, violation) in faults.Where(f => f.Violation.Code is not (Codes.Twin or Codes.NearDuplicate)))
                rejections.Add(new(format.Id, facts.Locale, slot.Key, role, text, "composition", violation));
            return null;
        }
        var shapes = format.Shapes.Select(shape => Draw(shape, segment, slot, texts, pool).Artwork).OfType<Artwork>().ToList();
        // Every film meets every argument, as every picture does.
        var film = format is { IsFilm: true, IsMotion: false } ? gallery.Films[HashCode(seed, segment.SegmentId, slot.Key + "|film") % gallery.Films.Count] : null;
        _whole.Keep(texts);
        said.Keep(chosen.Headline.Text, chosen.Body?.Text);
        return new CreativeDraft
        {
            SegmentId = segment.SegmentId,
            SegmentName = segment.Name,
            Format = format.Id,
            Locale = facts.Locale,
            Slot = slot,
            Writer = pool.WriterOf(texts.Values).Name,
            WriterVersion = pool.WriterOf(texts.Values).Version,
            Texts = texts,
            Artwork = art.Artwork,
            Shapes = shapes,
            Film = film,
            RawScore = StyleScorer.Score(chosen.Headline.Text, facts.Language),
            Features = StyleScorer.Features(chosen.Headline.Text, facts.Language),
            Seed = seed,
            LastDay = Fixtures.LastDay(facts, texts.Values, shapes.Prepend(art.Artwork).OfType<Artwork>().SelectMany(a => a.Rights).Append(film?.Origin.Until)),
        };
    }

    private (Artwork? Artwork, string? Fault) Draw(FormatSpec shape, AudienceSegment segment, Slot slot, Dictionary<string, Phrase> texts, Pool pool)
    {
        // Every picture meets every argument, so that learning can tell the one's part from the other's.
        var strong = segment.TopInterests.Select(i => Tokens.Fold(i.Name)).ToHashSet();
        var image = gallery.ByFormat.GetValueOrDefault(shape.Id)?.Where(p => p.Origin.Genres?.Any(strong.Contains) ?? true).ToList() is { Count: > 0 } pictures ? pictures[HashCode(seed, segment.SegmentId, slot.Key + "|image") % pictures.Count] : null;
        return Fixtures.Draw(texts, facts, shape, colours, seed, segment.SegmentId, slot.Angle.ToString(), pool.WriterOf(texts.Values).Name, new(image, gallery.Logo, code), gallery.Type);
    }

    private double Appeal(Phrase phrase, Relevance relevance) => facts.Claims.Where(c => phrase.Facts.Contains(c.Id)).Select(relevance.Of).DefaultIfEmpty(Cites(phrase, facts.Offer?.Id) ? -0.1 : -0.8).Average();

    private static bool Cites(Phrase phrase, string? fact) => fact is not null && phrase.Facts.Contains(fact);

    private bool Names(Phrase phrase) => phrase.Text.Contains(facts.Product, StringComparison.OrdinalIgnoreCase);

    /// <summary>The numbers that a phrase takes from the offer: a body that repeats the headline's price or date says nothing.</summary>
    private HashSet<string> OfferNumbers(Phrase phrase) => Cites(phrase, facts.Offer?.Id) ? [.. Tokens.Of(phrase.Text).Where(t => char.IsAsciiDigit(t[0]))] : [];

    /// <summary>A viewer who never heard the name must learn what it is.</summary>
    private double Explains(Phrase phrase) => facts.Kind is { } kind && phrase.Text.Contains(kind, StringComparison.OrdinalIgnoreCase) ? 0.25 : 0;

    /// <summary>Headline, body and button that begin with the same word sound like an echo.</summary>
    private static double Echo(string headline, string body, string cta) => 0.35 * ((headline == body ? 1 : 0) + (headline == cta || body == cta ? 1 : 0));

    private static string First(string text) => Tokens.Of(text).FirstOrDefault() ?? "";

    public static Phrase Fixed(string role, string text) => new(role, [new(text, null)]);

    /// <summary>The same in every process, unlike <see cref="object.GetHashCode"/>.</summary>
    internal static int HashCode(int seed, Guid id, string text)
    {
        var hash = unchecked((uint)seed) ^ 2166136261;
        foreach (var b in id.ToByteArray()) hash = (hash ^ b) * 16777619;
        foreach (var c in text) hash = (hash ^ c) * 16777619;
        return (int)(hash & 0x7FFFFFFF);
    }
}
