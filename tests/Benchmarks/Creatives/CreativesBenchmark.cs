using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Tests;
using AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.Testing;

namespace AdPlatform.Benchmarks.Creatives;

/// <summary>The creative page's table: speed beside a baseline in the same run, and quality by validators that share no code with the writer.</summary>
internal static class CreativesBenchmark
{
    private const int Segments = 12;

    /// <summary>Passes of some 2,400 creatives before the timed ones. The first few run code that is not compiled for speed yet, or counts what it does: a service that writes all day is past that.</summary>
    private const int WarmUp = 10;

    private static readonly string[] Ten =
    [
        FormatIds.Display300x250, FormatIds.Display728x90, FormatIds.Display160x600, FormatIds.Display320x50, FormatIds.Display970x250, FormatIds.Native, FormatIds.Pause1920x1080, FormatIds.OverlayCorner, FormatIds.ResponsiveSearch, FormatIds.Meta,
    ];

    public static Command Command()
    {
        var briefs = new Option<int>("--briefs") { Description = "Generated briefs that the validators read. Default 50.", DefaultValueFactory = _ => 50 };
        var runs = new Option<int>("--runs") { Description = "Repetitions of each timing; medians are printed. Default 3.", DefaultValueFactory = _ => 3 };
        var command = new Command("creatives", "Creatives: finished creatives a second, brief to review, compliance, unsupported claims, diversity, the scorer's card.");
        command.Options.Add(briefs);
        command.Options.Add(runs);
        command.SetAction(async (parsed, cancellation) => await RunAsync(parsed.GetValue(briefs), parsed.GetValue(runs), cancellation));
        return command;
    }

    private static async Task RunAsync(int briefs, int runs, CancellationToken cancellation)
    {
        var passes = Enumerable.Range(0, WarmUp + runs).Select(_ => Throughput()).ToList();
        var timed = passes.Skip(WarmUp).ToList();
        var (speed, perProcessor) = (timed.Select(t => t.PerSecond).ToList(), timed.Select(t => t.PerProcessorSecond).ToList());
        var bare = Enumerable.Range(0, runs + 1).Select(_ => Bare()).Skip(1).ToList();
        Report.Say("throughput measured");
        List<double> ready = [], readyProcessor = [];
        var creatives = 0;
        for (var i = 0; i < runs; i++)
        {
            var processor = Environment.CpuUsage.TotalTime;
            var (seconds, count) = await ToReviewAsync(cancellation);
            ready.Add(seconds);
            readyProcessor.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            creatives = count;
        }
        Report.Say("brief to review measured");
        var quality = Quality(briefs);
        Report.Print(new
        {
            what = "creatives",
            machine = Report.Machine,
            finishedPerSecond = new { bar = 2000, median = Report.Round(Report.Median(speed)), atFirst = Report.Round(passes[0].PerSecond), threads = 2, perSecondOfTwoProcessorsAlone = Report.Round(2 * Report.Median(perProcessor)), baseline = "the same number of texts filled into one template and one SVG, hashed: no grammar, gate, choice or measure", baselinePerSecond = Report.Round(Report.Median(bare)), ratio = Report.Round(Report.Median(speed) / Report.Median(bare)) },
            briefToReview = new { bar = "under 3 s", segments = Segments, formats = Ten.Length, locales = RandomBriefs.Locales.Length, creatives, medianSeconds = Report.Round(Report.Median(ready)), medianProcessorSecondsWithStart = Report.Round(Report.Median(readyProcessor)), embedded = true },
            quality,
            scorer = Card(),
        });
    }

    private static Studio Write(CampaignBrief brief, int segments, int seed)
    {
        var (studio, fault) = Studio.Open(Samples.Command(brief, RandomBriefs.Segments(seed, segments)), new CreativeGenerationOptions { MaxCreatives = 5000 }, [new GroundedWriter()]);
        if (studio is null) throw new InvalidOperationException(fault!.ToString());
        var session = new WritingSession(0);
        foreach (var cell in studio.Cells)
            if (!studio.WriteAsync(cell, session, CancellationToken.None).IsCompletedSuccessfully) throw new InvalidOperationException("A grammar does not wait.");
        foreach (var cell in studio.Cells)
            if (studio.Compose(cell) is { } none) Report.Say($"{brief.Name}: {none}");
        return studio;
    }

    /// <summary>Two campaigns at a time, each with one locale: as many as there are cores.</summary>
    /// <returns>Also by processor time: what others do on the machine does not count.</returns>
    private static (double PerSecond, double PerProcessorSecond) Throughput()
    {
        var done = 0;
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        Parallel.ForEach(RandomBriefs.Locales, new ParallelOptions { MaxDegreeOfParallelism = 2 }, locale => Interlocked.Add(ref done, Write(RandomBriefs.Draw(1, [locale]) with { Formats = Ten }, Segments, 1).Drafts.Count));
        return (done / Stopwatch.GetElapsedTime(started).TotalSeconds, done / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static double Bare()
    {
        const int count = 20_000;
        var started = Stopwatch.GetTimestamp();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"250\">");
            foreach (var (text, y) in new[] { ("Maison Verte", 20), ($"Solène calms the evening {i}", 80), ("A blend of 12 organic herbs from Provence.", 140), ("Discover", 220) }) svg.Append($"<text x=\"14\" y=\"{y}\">{text}</text>");
            SHA256.HashData(Encoding.UTF8.GetBytes(svg.Append("</svg>").ToString()));
        });
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(double Seconds, int Creatives)> ToReviewAsync(CancellationToken cancellation)
    {
        await using var app = await TestApp.StartAsync(new TestService(builder => builder.AddCreativeGeneration(), bus => bus.AddCreativeGenerationConsumers(), routes => routes.MapCreativeGeneration()));
        // Once with little, so that nothing is compiled while it is measured.
        await app.PublishAsync(Samples.Command(campaign: new Guid("0199c0de-0000-7000-8000-000000000002")));
        await app.WaitForAsync<CreativesGenerated>(m => m.CampaignId != Samples.Campaign);
        var command = Samples.Command(RandomBriefs.Draw(1) with { Formats = Ten }, RandomBriefs.Segments(1, Segments));
        var started = Stopwatch.GetTimestamp();
        await app.PublishAsync(command);
        var generated = await app.WaitForAsync<CreativesGenerated>(m => m.CampaignId == command.CampaignId);
        cancellation.ThrowIfCancellationRequested();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, generated.Creatives.Count);
    }

    private static object Quality(int briefs)
    {
        var (creatives, faulty, unsupported, twins, missing) = (0, 0, 0, 0, 0);
        List<string> first = [];
        var locks = new Lock();
        Parallel.For(0, briefs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var brief = RandomBriefs.Draw(seed);
            var studio = Write(brief, 3, seed);
            foreach (var draft in studio.Drafts)
            {
                var texts = draft.Texts.ToDictionary(t => t.Key, t => t.Value.Text);
                var (width, height, bytes) = Validator.Size(draft.Format);
                var faults = Validator.Faults(brief, draft.Format, draft.Locale, texts, draft.LastDay).Concat(draft.Artwork is { } art ? Validator.Picture(art.Svg, width, height, bytes) : []).ToList();
                lock (locks)
                {
                    creatives++;
                    if (faults.Count > 0) faulty++;
                    unsupported += faults.Count(f => f.Contains("nowhere in the brief", StringComparison.Ordinal));
                    first.AddRange(faults.Take(Math.Max(0, 5 - first.Count)).Select(f => $"brief {seed} {draft.Format} {draft.Locale}: {f}"));
                }
            }
            lock (locks) missing += brief.Formats.Sum(f => brief.Locales.Count(l => !studio.Drafts.Any(d => d.Format == f && d.Locale == l)));
            lock (locks) twins += studio.Drafts.GroupBy(d => (d.Format, d.Locale, string.Join('\n', d.Texts.Values.Select(t => t.Text)))).Sum(g => g.Count() - 1);
        });
        var rich = Diversity.Headlines(Write(Samples.Rich() with { Formats = FormatIds.All }, Segments, 7), 100);
        var few = Diversity.Headlines(Write(Samples.Tea() with { Formats = FormatIds.All }, Segments, 7), 100);
        return new
        {
            briefs, locales = RandomBriefs.Locales.Length, formats = FormatIds.All.Count, creatives, compliance = Math.Round(1 - faulty / (double)Math.Max(1, creatives), 6), faulty, unsupportedClaims = unsupported, twins, cells = briefs * RandomBriefs.Locales.Length * FormatIds.All.Count, cellsRefusedWithReason = missing, first,
            diversity = new { facts = 40, headlines = rich.Count, distinct2 = Math.Round(Diversity.Distinct2(rich), 3), bar = 0.6, selfBleu4 = Math.Round(Diversity.SelfBleu(rich), 3), exactTwins = rich.Count - rich.Distinct(StringComparer.OrdinalIgnoreCase).Count() },
            diversityOfFewFacts = new { facts = 5, headlines = few.Count, distinct2 = Math.Round(Diversity.Distinct2(few), 3), selfBleu4 = Math.Round(Diversity.SelfBleu(few), 3) },
        };
    }

    private static JsonElement Card()
    {
        using var stream = typeof(StyleScorer).Assembly.GetManifestResourceStream("AdPlatform.CreativeGeneration.Scoring.style-weights.json")!;
        return JsonDocument.Parse(stream).RootElement.TryGetProperty("card", out var card) ? card.GetProperty("results").Clone() : default;
    }
}
