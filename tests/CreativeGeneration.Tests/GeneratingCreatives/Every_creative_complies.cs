using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

public sealed class Every_creative_complies
{
    /// <summary>ADPLATFORM_CREATIVE_BRIEFS=50 is the whole check. Three say whether anything broke: with each of them something was wrong once.</summary>
    private static readonly int[] Drawn = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_CREATIVE_BRIEFS"), out var briefs) ? [.. Enumerable.Range(0, briefs)] : [6, 18, 33];

    private static int Briefs => Drawn.Length;

    private static readonly string[] Unrendered = [FormatIds.ResponsiveSearch, FormatIds.PerformanceMax, FormatIds.ResponsiveDisplay, FormatIds.Meta];

    /// <summary>Each brief is drawn, written and read once for both tests, and forgotten: fifty of them would not fit.</summary>
    private static readonly Lazy<(int Creatives, List<string> Faults, List<string> Dropped)> All = new(() =>
    {
        var read = Drawn.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(Read).ToList();
        return (read.Sum(r => r.Creatives), [.. read.SelectMany(r => r.Faults)], [.. read.SelectMany(r => r.Dropped)]);
    });

    [Fact]
    public void In_the_eyes_of_an_independent_validator()
    {
        var (creatives, faults, _) = All.Value;
        TestContext.Current.TestOutputHelper?.WriteLine($"{creatives} creatives of {Briefs} briefs x {RandomBriefs.Locales.Length} locales x {FormatIds.All.Count} formats: {faults.Count} faults");
        Assert.True(creatives > 500 * Briefs, $"only {creatives} creatives");
        Assert.True(faults.Count == 0, $"{faults.Count} faults in {creatives} creatives, such as:\n{string.Join('\n', faults.Take(25))}");
    }

    [Fact]
    public void And_its_own_writer_says_nothing_that_the_gate_must_drop_for_a_claim() => Assert.True(All.Value.Dropped.Count == 0, string.Join('\n', All.Value.Dropped.Take(25)));

    private static (int Creatives, List<string> Faults, List<string> Dropped) Read(int seed)
    {
        var brief = RandomBriefs.Draw(seed);
        var studio = Run(brief, 3, seed);
        List<string> faults = [];
        foreach (var draft in studio.Drafts)
        {
            var texts = draft.Texts.ToDictionary(t => t.Key, t => t.Value.Text);
            faults.AddRange(Validator.Faults(brief, draft.Format, draft.Locale, texts, draft.LastDay).Select(f => $"brief {seed} {draft.Format} {draft.Locale}: {f}"));
            var (width, height, bytes) = Validator.Size(draft.Format);
            if (draft.Artwork is null != Unrendered.Contains(draft.Format)) faults.Add($"brief {seed} {draft.Format}: picture or no picture");
            if (draft.Artwork is { } art && (art.Width, art.Height) != (width, height)) faults.Add($"brief {seed} {draft.Format}: {art.Width}x{art.Height}");
            if (draft.Artwork is { Svg: var svg })
                faults.AddRange(Validator.Picture(svg, width, height, bytes).Select(f => $"brief {seed} {draft.Format} {draft.Locale}: {f}"));
        }
        foreach (var locale in brief.Locales)
            foreach (var format in brief.Formats)
                if (!studio.Drafts.Any(d => d.Format == format && d.Locale == locale)) faults.Add($"brief {seed}: nothing for {format} in {locale}");
        faults.AddRange(Twins(studio).Select(t => $"brief {seed}: twins \"{t}\""));
        var dropped = studio.Rejections.First
            .Where(r => r.Violation.Code is not (Codes.NearDuplicate or Codes.DoesNotFit or Codes.NotAlone or Codes.ForbiddenTerm or Codes.Twin))
            .Select(r => $"brief {seed} {r.Locale} {r.Slot}: \"{r.Text}\" {r.Violation}").Distinct().ToList();
        return (studio.Drafts.Count, faults, dropped);
    }

    [Fact]
    public void Every_cell_has_three_different_angles_where_the_facts_carry_them()
    {
        var studio = Run(Samples.Tea(), 0, 0);
        foreach (var cell in studio.Drafts.Where(d => !Unrendered.Contains(d.Format)).GroupBy(d => (d.SegmentId, d.Format, d.Locale)))
            Assert.Equal(3, cell.Select(d => d.Slot.Angle).Distinct().Count());
        Assert.Equal(3 * 2 * (3 * 3 + 1), studio.Drafts.Count);
    }

    [Fact]
    public void The_same_campaign_version_is_written_alike_and_the_next_one_otherwise()
    {
        static List<string> Texts(int version)
        {
            var (studio, _) = Studio.Open(Samples.Command(segments: [Samples.Segments()[0]], version: version), new CreativeGenerationOptions(), [new GroundedWriter()]);
            Finish(studio!);
            return [.. studio!.Drafts.Select(d => string.Join('|', d.Texts.Values.Select(t => t.Text)) + d.Artwork?.Sha256)];
        }
        Assert.Equal(Texts(1), Texts(1));
        Assert.NotEqual(Texts(1), Texts(2));
    }

    [Fact]
    public void Two_segments_swapped_swap_angle_and_evidence_and_leave_the_product_alone()
    {
        var segments = Samples.Segments();
        Contracts.AudienceProfiling.V1.AudienceSegment[] swapped = [segments[0] with { TopInterests = segments[1].TopInterests }, segments[1] with { TopInterests = segments[0].TopInterests }];
        static List<string> Evidence(Studio studio, Guid segment) => [.. studio.Drafts.Where(d => d.SegmentId == segment && d.Format == FormatIds.Native && d.Locale == "fr").Select(d => d.Slot.Key)];
        var before = Run(Samples.Tea(), segments.Take(2).ToList());
        var after = Run(Samples.Tea(), swapped);
        Assert.NotEqual(Evidence(before, segments[0].SegmentId), Evidence(before, segments[1].SegmentId));
        Assert.Equal(Evidence(before, segments[0].SegmentId), Evidence(after, segments[1].SegmentId));
        Assert.Equal(Evidence(before, segments[1].SegmentId), Evidence(after, segments[0].SegmentId));
        Assert.All(after.Drafts, d => Assert.DoesNotContain("€11", string.Join(" ", d.Texts.Values.Select(t => t.Text)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_hundred_headlines_of_a_campaign_are_not_variations_of_one()
    {
        // What is written is enough: nothing of it has to be drawn.
        static Studio Written(CampaignBrief brief) => Write(brief with { Formats = FormatIds.All }, RandomBriefs.Segments(7, 12));
        var headlines = Diversity.Headlines(Written(Samples.Rich()), 100);
        var few = Diversity.Headlines(Written(Samples.Tea()), 100);
        TestContext.Current.TestOutputHelper?.WriteLine($"40 facts: {headlines.Count} headlines, distinct-2 {Diversity.Distinct2(headlines):0.000}, self-BLEU-4 {Diversity.SelfBleu(headlines):0.000}; 5 facts: {few.Count} headlines, distinct-2 {Diversity.Distinct2(few):0.000}, self-BLEU-4 {Diversity.SelfBleu(few):0.000}");
        Assert.Equal(100, headlines.Count);
        Assert.Equal(100, headlines.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.True(Diversity.Distinct2(headlines) >= 0.6, $"distinct-2 is {Diversity.Distinct2(headlines):0.000}");
    }

    [Fact]
    public void The_smallest_segments_give_way_when_there_would_be_too_many()
    {
        var (studio, _) = Studio.Open(Samples.Command(segments: RandomBriefs.Segments(1, 30)), new CreativeGenerationOptions { MaxCreatives = 240 }, [new GroundedWriter()]);
        Finish(studio!);
        Assert.Equal(10, studio!.Drafts.Select(d => d.SegmentId).Distinct().Count());
    }

    private static IEnumerable<string> Twins(Studio studio) => studio.Drafts
        .GroupBy(d => (d.Format, d.Locale, string.Join('\n', d.Texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value.Text)))).Where(g => g.Count() > 1).Select(g => g.Key.Item3);

    private static Studio Run(CampaignBrief brief, int segments, int seed) => Run(brief, segments == 0 ? Samples.Segments() : RandomBriefs.Segments(seed, segments));

    private static Studio Run(CampaignBrief brief, IReadOnlyList<Contracts.AudienceProfiling.V1.AudienceSegment> segments)
    {
        var studio = Write(brief, segments);
        Compose(studio);
        return studio;
    }

    private static Studio Write(CampaignBrief brief, IReadOnlyList<Contracts.AudienceProfiling.V1.AudienceSegment> segments)
    {
        var (studio, fault) = Studio.Open(Samples.Command(brief, segments), new CreativeGenerationOptions(), [new GroundedWriter()]);
        Assert.True(fault is null, $"{brief.Name}: {fault}");
        Write(studio!);
        return studio!;
    }

    private static void Finish(Studio studio)
    {
        Write(studio);
        Compose(studio);
    }

    private static void Write(Studio studio)
    {
        // Grammars write at once: nothing is waited for.
        var session = new WritingSession(0);
        foreach (var cell in studio.Cells) Assert.True(studio.WriteAsync(cell, session, CancellationToken.None).IsCompletedSuccessfully);
    }

    private static void Compose(Studio studio)
    {
        // A format that cannot be written in a language is found by the tests that look for each of them.
        foreach (var cell in studio.Cells)
            if (studio.Compose(cell) is { } fault) TestContext.Current.TestOutputHelper?.WriteLine($"{studio.Book.Brief.Name}: {fault}");
    }
}
