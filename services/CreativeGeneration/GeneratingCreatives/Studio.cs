using System.Buffers.Binary;
using System.Security.Cryptography;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>Brief and segments in, drafts or the first fault out. Pure: no clock, no storage, no chance but the seed.</summary>
internal sealed class Studio
{
    private readonly GenerateCreatives _command;
    private readonly CreativeGenerationOptions _options;
    private readonly IReadOnlyList<IWriter> _writers;
    private readonly List<Cell> _cells;
    private readonly IReadOnlyList<AudienceSegment> _segments;
    private readonly int _films;

    private Studio(GenerateCreatives command, CreativeGenerationOptions options, IReadOnlyList<IWriter> writers, FactBook book, Gallery gallery, IReadOnlyList<Earlier> earlier)
    {
        (_command, _options, _writers, Book) = (command, options, writers, book);
        Seed = SeedOf(command.CampaignId, command.CampaignVersion);
        // Where the law forbids to learn from viewers whom to tell what, all segments are argued with alike.
        _segments = MarketRules.RuleTable.MustNotTarget(command.Brief) ? [.. command.Segments.Select(s => s with { TopInterests = [], Devices = [], Dayparts = [], Languages = [] })] : command.Segments;
        var palette = Palette.From(command.Brief.Brand.Colours);
        var code = command.Brief.Formats.Any(id => FormatCatalogue.Find(id) is { Scannable: true }) ? ScanCode.Of(command.Brief.LandingUrl) : null;
        palette = palette with { Notes = [.. palette.Notes, .. gallery.Notes] };
        _cells = [.. from locale in command.Brief.Locales.Distinct(StringComparer.OrdinalIgnoreCase)
                     let tongue = Tongue.Of(book, locale)
                     let said = Said.By(earlier.Where(e => e.Locale == locale))
                     from format in command.Brief.Formats.Distinct().Select(id => FormatCatalogue.Find(id)!).Select(f => f.IsFilm && gallery.Films.Count == 0 ? FormatCatalogue.Motion : f)
                     select new Cell(format, tongue.Facts, tongue.Gate, said, tongue.Print, palette, Seed, Rejections, gallery, code, [.. earlier.Where(e => e.Locale == locale && e.Format == format.Id)])];
        _films = gallery.Motion is { } motion ? Math.Max(1, motion.Films / Math.Max(1, _cells.Count(c => c.Format.IsMotion))) : 0;
    }

    public FactBook Book { get; }
    public int Seed { get; }
    public RejectionLog Rejections { get; } = new();
    public List<CreativeDraft> Drafts { get; } = [];
    public IReadOnlyList<Cell> Cells => _cells;

    /// <summary>The same campaign version always writes the same.</summary>
    public static int SeedOf(Guid campaign, int version)
    {
        Span<byte> input = stackalloc byte[20];
        campaign.TryWriteBytes(input);
        BinaryPrimitives.WriteInt32LittleEndian(input[16..], version);
        return BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(input)) & 0x7FFFFFFF;
    }

    /// <param name="gallery">Pictures and logo; null for none.</param>
    /// <param name="earlier">What earlier versions of the campaign say: none of it is said again, and their arguments come last.</param>
    public static (Studio? Studio, BriefFault? Fault) Open(
        GenerateCreatives command, CreativeGenerationOptions options, IReadOnlyList<IWriter> writers, Gallery? gallery = null, IReadOnlyList<Earlier>? earlier = null)
    {
        var brief = command.Brief;
        if (brief.Locales.Count == 0) return (null, new("locales", "needs at least one language"));
        if (brief.Formats.Count == 0) return (null, new("formats", "needs at least one format"));
        if (command.Segments.Count == 0) return (null, new("targeting", "no segment to write for"));
        for (var i = 0; i < brief.Locales.Count; i++)
            if (!writers.Any(w => w.Speaks(brief.Locales[i])))
                return (null, new($"locales[{i}]", NotSpoken(brief.Locales[i])));
        for (var i = 0; i < brief.Formats.Count; i++)
            if (FormatCatalogue.Find(brief.Formats[i]) is null)
                return (null, new($"formats[{i}]", $"\"{brief.Formats[i]}\" is not one of {string.Join(", ", FormatCatalogue.All.Select(f => f.Id))}"));
        for (var i = 0; i < brief.Formats.Count; i++)
            if (FormatCatalogue.Find(brief.Formats[i])!.IsFilm && (gallery ?? Gallery.Empty) is { Films.Count: 0 } and not { Motion.Absent: null, Motion: not null })
                return (null, new($"formats[{i}]", $"{brief.Formats[i]} shows a film of the library, which has none that may be shown: an MP4 that says its duration and size. None is rendered here either: {gallery?.Motion?.Absent ?? "nothing renders"}"));
        if (gallery?.FontFault is { } noFont) return (null, new("brand.font", noFont));
        var (book, fault) = ReadingBrief.Read(brief);
        if (book is null) return (null, fault);
        for (var i = 0; i < brief.Locales.Count; i++)
            if (TargetLanguage.For(brief.Locales[i]) is not null && brief.Brand.MandatoryText.Count > 0 && LocaleText.Find(brief.Brand.MandatoryText, brief.Locales[i]) is null)
                return (null, new("brand.mandatoryText", $"has no text for \"{brief.Locales[i]}\" (locales[{i}]): what must be said word by word is not translated"));
        var silent = brief.Locales.Select((locale, i) => (locale, i)).FirstOrDefault(l => brief.Offer is null && brief.Facts.All(f => LocaleText.Find(f.Text, SourceOf(l.locale)) is null));
        string SourceOf(string locale) => TargetLanguage.For(locale) is null ? locale : Tongue.SourceOf(book, locale);
        return silent.locale is not null
            ? (null, new("facts", $"no fact has a text for \"{silent.locale}\" (locales[{silent.i}]), and there is no offer"))
            : (new Studio(command, options, writers, book, gallery ?? Gallery.Empty, earlier ?? []), null);
    }

    private static string NotSpoken(string locale) => TargetLanguage.For(locale) is null
        ? $"no grammar for \"{locale}\", and its translations could not be checked: creatives are written in {string.Join(", ", Grammars.Languages)}, and, where a model translates, in {string.Join(", ", TargetLanguage.Languages)}"
        : $"no grammar for \"{locale}\", and no model that translates: creatives are written in {string.Join(", ", Grammars.Languages)}";

    /// <summary>In the order in which they are written: what only the model can say before what it may add to.</summary>
    public IEnumerable<Cell> ToWrite => _cells.OrderBy(c => c.Facts.TranslatedFrom is null);

    /// <summary>Why there is nothing at all, where only a model could have written; null when there is something.</summary>
    public BriefFault? Unwritten() => Drafts.Count > 0 || _cells.FirstOrDefault(c => c.Facts.TranslatedFrom is not null) is not { } cell ? null : new("locales", $"nothing could be translated into {cell.Facts.Locale}: {Commonest(cell)}");

    /// <summary>Writes and gates the phrases of one cell; segments only choose among them.</summary>
    public async ValueTask WriteAsync(Cell cell, WritingSession session, CancellationToken cancellation)
    {
        var slots = Slot.Of(cell.Facts);
        session.Check = cell.Check;
        foreach (var writer in _writers.Where(w => w.Speaks(cell.Facts.Locale)))
        {
            // All at once: what is slow, is slow together.
            var drafts = slots.Select(slot => writer.WriteAsync(slot, cell.Facts, cell.Format, session, cancellation).AsTask()).ToList();
            await Task.WhenAll(drafts);
            for (var i = 0; i < slots.Count; i++) cell.Admit(writer, slots[i], await drafts[i]);
            foreach (var lost in session.TakeLost()) cell.Miss(writer, lost);
        }
    }

    /// <summary>Chooses and renders one cell's creatives for every segment that still fits under the limit.</summary>
    public BriefFault? Compose(Cell cell)
    {
        var search = cell.Format.IsSet ? new TextSet(cell, Seed, Rejections) : null;
        var written = cell.Pools.Where(cell.Carries).Select(p => p.Slot).ToList();
        var before = Drafts.Count;
        string? reason = null;
        foreach (var segment in _segments.Take(SegmentsWithinLimit))
        {
            var relevance = new Relevance(segment, _command.Brief.Objective);
            if (search is not null)
            {
                var (draft, fault) = search.Compose(segment, relevance);
                if (draft is not null) Drafts.Add(draft);
                else Rejections.Add(new(cell.Format.Id, cell.Facts.Locale, segment.Name, "set", reason = fault!, "composition", new(Codes.Twin, fault!)));
                continue;
            }
            // New arguments first; the old ones, in other words, where the facts carry no more.
            var untold = relevance.Choose([.. written.Where(slot => !cell.Told(segment.SegmentId, slot))], _options.CreativesPerCell);
            var again = relevance.Choose([.. written.Where(slot => cell.Told(segment.SegmentId, slot))], _options.CreativesPerCell).Take(_options.CreativesPerCell - untold.Count);
            foreach (var slot in untold.Concat(again).TakeWhile(_ => !cell.Format.IsMotion || Drafts.Count - before < _films))
                if (cell.Compose(segment, slot, relevance) is { } draft) Drafts.Add(draft);
        }
        // A model's loss costs its language, never the campaign; the reasons are kept.
        return Drafts.Count > before || cell.Facts.TranslatedFrom is not null ? null : new("facts", $"nothing for {cell.Format.Id} in {cell.Facts.Locale}: {reason ?? Commonest(cell)}");
    }

    /// <summary>Films are rendered after all that is chosen: drafts that wait for theirs, by their place in <see cref="Drafts"/>.</summary>
    public IReadOnlyList<int> ToFilm => [.. Drafts.Select((draft, i) => (draft, i)).Where(d => d.draft.Artwork is { Layers.Count: > 0 } && d.draft.Film is null).Select(d => d.i)];

    /// <summary>Of each draft, log-odds relative to the campaign's mean.</summary>
    public IReadOnlyList<double> Scores()
    {
        var mean = Drafts.Count == 0 ? 0 : Drafts.Average(d => d.RawScore);
        return [.. Drafts.Select(draft => Math.Round(draft.RawScore - mean, 4))];
    }

    private int SegmentsWithinLimit => Math.Max(1, _options.MaxCreatives / (_cells.Count * _options.CreativesPerCell));

    /// <summary>The reasons that an advertiser can do something about: those of this format and language, most frequent first.</summary>
    private string Commonest(Cell cell) => Rejections.First.Where(r => r.Format == cell.Format.Id && r.Locale == cell.Facts.Locale).GroupBy(r => r.Violation)
        .OrderByDescending(g => g.Count()).Take(3).Select(g => $"{g.Key.Code} ({g.Key.Detail}, {g.Count()} times)").ToList() is { Count: > 0 } reasons ? string.Join(", ", reasons)
        : Rejections.Counts.Count == 0 ? "no phrase is short enough"
        : string.Join(", ", Rejections.Counts.OrderByDescending(c => c.Value).Take(3).Select(c => $"{c.Key} ({c.Value})"));
}
