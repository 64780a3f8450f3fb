using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>A finished creative before it has an id: gated, scored, rendered.</summary>
internal sealed record CreativeDraft
{
    public required Guid SegmentId { get; init; }
    public required string SegmentName { get; init; }
    public required string Format { get; init; }
    public required string Locale { get; init; }
    public required Slot Slot { get; init; }
    public required string Writer { get; init; }
    public required string WriterVersion { get; init; }

    private bool IsSet => Formats.FormatCatalogue.Find(Format) is { IsSet: true };

    /// <summary>A set argues with everything it has.</summary>
    public string Angle => IsSet ? "mixed" : Slot.Angle.ToString().ToLowerInvariant();

    /// <summary>Id of the fact that the angle rests on; null for the bare product and for a search set.</summary>
    public string? Evidence(Offer? offer) => IsSet ? null : Slot.Claim?.Id ?? (Slot.Angle == Writing.Angle.Offer ? offer?.Id : null);

    /// <summary>By role; search assets are headline1.., description1...</summary>
    public required IReadOnlyDictionary<string, Phrase> Texts { get; init; }

    public required Artwork? Artwork { get; init; }
    /// <summary>The picture in the format's other shapes.</summary>
    public IReadOnlyList<Artwork> Shapes { get; init; } = [];

    /// <summary>What it shows beside what is drawn from shapes, the main file's first; null for a creative that is not drawn.</summary>
    public IReadOnlyList<ShownPicture>? Pictures => Artwork is null ? null : [.. Shapes.Prepend(Artwork).SelectMany(a => a.Pictures).Select(ShownPicture.Of).DistinctBy(p => (p.Place, p.Sha256))];

    /// <summary>The brand's fonts that its texts are drawn in; none where they are Inter's.</summary>
    public IReadOnlyList<Rendering.Fonts.FontOrigin> Fonts => Artwork is null ? [] : [.. Shapes.Prepend(Artwork).SelectMany(a => a.Fonts).Select(f => f.Face.Origin).Distinct()];

    /// <summary>Of a linear video; null for everything else.</summary>
    public ShownFilm? Film { get; init; }

    /// <summary>The film itself, where it was rendered.</summary>
    public byte[]? FilmContent { get; init; }

    public required double RawScore { get; init; }
    public required IReadOnlyDictionary<string, double> Features { get; init; }
    public required int Seed { get; init; }

    /// <summary>Last day on which what it says is true; null when nothing in it ends.</summary>
    public required DateOnly? LastDay { get; init; }
}

/// <summary>A creative of an earlier version of the campaign.</summary>
/// <param name="Texts">By role, in the order in which they were stored.</param>
internal sealed record Earlier(Guid SegmentId, string Format, string Locale, string Angle, string? Evidence, IReadOnlyDictionary<string, string> Texts);

/// <summary>Gated phrases of one slot in one format and locale.</summary>
internal sealed record Pool(Slot Slot, IWriter Writer, IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> ShortHeadlines, IReadOnlyList<Phrase> LongHeadlines, IReadOnlyList<Phrase> Bodies, IReadOnlyList<string> Ctas)
{
    /// <summary>Phrases that another than the pool's own writer wrote.</summary>
    public IReadOnlyDictionary<Phrase, IWriter> Others { get; init; } = new Dictionary<Phrase, IWriter>(ReferenceEqualityComparer.Instance);

    public Pool With(Pool other) => this with
    {
        Headlines = [.. Headlines, .. other.Headlines],
        ShortHeadlines = [.. ShortHeadlines, .. other.ShortHeadlines],
        LongHeadlines = [.. LongHeadlines, .. other.LongHeadlines],
        Bodies = [.. Bodies, .. other.Bodies],
        Others = new Dictionary<Phrase, IWriter>(Others.Concat(other.Headlines.Concat(other.ShortHeadlines).Concat(other.LongHeadlines).Concat(other.Bodies)
            .Distinct(ReferenceEqualityComparer.Instance).Cast<Phrase>().Select(p => KeyValuePair.Create(p, other.Writer))).DistinctBy(p => p.Key, ReferenceEqualityComparer.Instance), ReferenceEqualityComparer.Instance),
    };

    /// <summary>A creative is the model's as soon as one phrase is: then it needs other eyes.</summary>
    public IWriter WriterOf(IEnumerable<Phrase> texts) => texts.Select(t => Others.GetValueOrDefault(t)).OfType<IWriter>().FirstOrDefault() ?? Writer;
}

/// <summary>What the gate dropped: all reasons counted, the first of them kept word by word.</summary>
internal sealed class RejectionLog
{
    /// <summary>Enough for a person to see what goes wrong; the counts stay complete.</summary>
    public const int Kept = 500;

    public Dictionary<string, int> Counts { get; } = [];
    public List<Rejection> First { get; } = [];

    public void Add(Rejection rejection)
    {
        Counts[rejection.Violation.Code] = Counts.GetValueOrDefault(rejection.Violation.Code) + 1;
        if (First.Count < Kept) First.Add(rejection);
    }
}
