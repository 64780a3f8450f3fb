using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AudienceProfiling;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Features;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Benchmarks.Segments;

/// <summary>
/// Compiled segments against one profile, beside one dictionary look-up a condition; and the preview of a draft over HTTP with the viewers in PostgreSQL,
/// beside a pass over the same rows that looks at nothing. Everything but the request for a preview is set up directly: features of generated profiles are
/// written by the service's own writer, documents are not.
/// </summary>
internal static class SegmentsBenchmark
{
    private const string Publisher = "acc_p";
    private const int AtOnce = 2_000;
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    public static Command Command()
    {
        var profiles = new Option<int>("--profiles") { Description = "In PostgreSQL; 0 leaves previews out.", DefaultValueFactory = _ => 1_000_000 };
        var segments = new Option<int>("--segments") { DefaultValueFactory = _ => 1_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7 };
        var command = new Command("segments", "Evaluation of segments in memory, and previews of drafts in PostgreSQL.") { profiles, segments, rounds };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(profiles), arguments.GetValue(segments), arguments.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int profiles, int segments, int rounds, CancellationToken cancellationToken)
    {
        var compiled = Compiled(segments, rounds);
        var previews = profiles > 0 ? await PreviewsAsync(profiles, rounds, cancellationToken) : null;
        Report.Print(new { benchmark = "segments", machine = Report.Machine, rounds, compiled, previews });
    }

    private static object Compiled(int segments, int rounds)
    {
        var random = new Random(1);
        var now = TestApp.DefaultNow;
        var conditions = Enumerable.Range(0, segments).Select(_ => GeneratedAudience.Read(GeneratedAudience.Rule(random))).ToArray();
        var viewers = Enumerable.Range(0, 500).Select(_ => GeneratedAudience.Viewer(random, now)).ToArray();
        var leaves = conditions.Sum(Leaves);
        var rules = new RuleSet(conditions, historyDays: 400);
        var scores = viewers[0].Genres.ToDictionary(pair => pair.Key, pair => pair.Value.Value);
        var names = Enumerable.Range(0, leaves).Select(i => i % 2 == 0 ? scores.Keys.ElementAt(i % scores.Count) : $"other {i % 50}").ToArray();
        var (ours, baseline, processor, held) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var round = -2; round < rounds; round++)
        {
            var (start, before) = (Report.Clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var evaluation = rules.Rent(EvaluationTime.At(now.AddSeconds(round), HalfLife));
            foreach (var viewer in viewers)
            {
                evaluation.Look(viewer);
                for (var i = 0; i < segments; i++)
                    if (evaluation.Holds(i)) held++;
            }

            rules.Return(evaluation);
            var mine = Report.Clock.GetElapsedTime(start).TotalMicroseconds / viewers.Length;
            var spent = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / viewers.Length;
            start = Report.Clock.GetTimestamp();
            for (var i = 0; i < viewers.Length; i++)
                foreach (var name in names)
                    if (scores.TryGetValue(name, out var score) && score > 1) held++;
            var theirs = Report.Clock.GetElapsedTime(start).TotalMicroseconds / viewers.Length;
            if (round < 0) continue;
            ours.Add(mine);
            processor.Add(spent);
            baseline.Add(theirs);
        }

        return new
        {
            what = "all segments against one profile, the profile's features included", segments, conditions = leaves, microseconds = Report.Round(Report.Median(ours)), fastest = Report.Round(ours.Min()),
            processorMicroseconds = Report.Round(Report.Median(processor)),
            baseline = "one dictionary look-up a condition", baselineMicroseconds = Report.Round(Report.Median(baseline)), baselineFastest = Report.Round(baseline.Min()), bar = 100, held,
        };
    }

    private static async Task<object> PreviewsAsync(int profiles, int rounds, CancellationToken cancellationToken)
    {
        var connection = await TestServers.PostgresDatabaseAsync();
        await using var app = await TestApp.StartAsync(
            new Dictionary<string, string?> { ["AdPlatform:Postgres"] = connection },
            new TestService(builder => builder.AddAudienceProfiling(), bus => bus.AddAudienceProfilingConsumers(), routes => routes.MapAudienceProfiling()));
        var written = await WriteAsync(app, profiles, cancellationToken);
        var postgres = await PostgresTime.OfAsync(app, cancellationToken);
        using var client = app.Client(AccountKind.Publisher, Publisher);
        var random = new Random(2);
        var drafts = Enumerable.Range(0, 3).Select(_ => GeneratedAudience.Rule(random)).ToArray();
        var (times, passes, processor, sizes) = (drafts.Select(_ => new List<double>()).ToArray(), new List<double>(), new List<double>(), new string[drafts.Length]);
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < drafts.Length; i++)
            {
                var (start, before) = (Report.Clock.GetTimestamp(), postgres.Seconds());
                using var answer = await client.PostAsJsonAsync("/v1/segments/preview", new { rule = drafts[i] }, cancellationToken);
                sizes[i] = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
                if (round < 0) continue;
                times[i].Add(Report.Clock.GetElapsedTime(start).TotalSeconds);
                processor.Add(postgres.Seconds() - before);
            }

            var pass = Report.Clock.GetTimestamp();
            await postgres.CountAsync(cancellationToken);
            if (round >= 0) passes.Add(Report.Clock.GetElapsedTime(pass).TotalSeconds);
        }

        return new
        {
            what = "POST /v1/segments/preview, exact", profiles, written, table = await postgres.SizeAsync(cancellationToken),
            drafts = drafts.Select((draft, i) => new { rule = draft, answer = JsonDocument.Parse(sizes[i]).RootElement, seconds = Report.Round(Report.Median(times[i])), fastest = Report.Round(times[i].Min()) }),
            processorSeconds = Report.Round(Report.Median(processor)), baseline = "SELECT count(features), a pass over the same rows", baselineSeconds = Report.Round(Report.Median(passes)),
            ratio = Report.Round(Report.Median(times.SelectMany(one => one)) / Report.Median(passes)), bar = 1.0,
        };
    }

    private static async Task<object> WriteAsync(TestApp app, int profiles, CancellationToken cancellationToken)
    {
        var (random, start) = (new Random(3), Report.Clock.GetTimestamp());
        for (var first = 0; first < profiles; first += AtOnce)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
            await db.BeginWriteAsync(cancellationToken);
            var viewers = Enumerable.Range(first, Math.Min(AtOnce, profiles - first)).Select(i => ((long)i + 1, GeneratedAudience.Viewer(random, app.Clock.GetUtcNow()))).ToArray();
            await scope.ServiceProvider.GetRequiredService<FeatureRows>().WriteAsync(Publisher, viewers, cancellationToken);
            await db.CommitAsync(cancellationToken);
            if (first % 100_000 == 0) Report.Say($"{first} profiles written");
        }

        var seconds = Report.Clock.GetElapsedTime(start).TotalSeconds;
        return new { seconds = Report.Round(seconds), perSecond = Report.Round(profiles / seconds) };
    }

    private static int Leaves(Condition condition) => condition switch
    {
        AllOf { Conditions: var all } => all.Sum(Leaves),
        AnyOf { Conditions: var any } => any.Sum(Leaves),
        Not { Inner: var inner } => Leaves(inner),
        _ => 1,
    };
}
