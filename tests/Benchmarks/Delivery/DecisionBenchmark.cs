using System.CommandLine;
using System.Diagnostics;
using AdPlatform.AdDelivery;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Profiles;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>
/// One decision inside the process, without HTTP: processor time and bytes of the thread that answers, with 200 eligible creatives and a profile in the near cache, among 100 and
/// among 10,000 campaigns; and how soon a campaign that goes live is served.
/// </summary>
internal static class DecisionBenchmark
{
    private const string Publisher = "acc_publisher";
    private const string Title = "tt-measured";
    private const int Eligible = 200;

    public static Command Command()
    {
        var decisions = new Option<int>("--decisions") { Description = "Of each round.", DefaultValueFactory = _ => 20_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5 };
        var many = new Option<int>("--campaigns") { DefaultValueFactory = _ => 10_000 };
        var command = new Command("decision", "One decision in the process: processor time, allocation, among 100 and among many campaigns.") { decisions, rounds, many };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(decisions), arguments.GetValue(rounds), arguments.GetValue(many), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int decisions, int rounds, int many, CancellationToken cancellationToken)
    {
        await using var few = await StartAsync(100);
        await using var all = await StartAsync(many);
        var (a, b) = (new List<Round>(), new List<Round>());
        for (var round = -1; round < rounds; round++)
        {
            // In turns, so that what else the machine does hits both alike.
            var (first, second) = (await MeasureAsync(few, decisions, cancellationToken), await MeasureAsync(all, decisions, cancellationToken));
            if (round < 0) continue;
            a.Add(first);
            b.Add(second);
        }
        var live = Stopwatch.StartNew();
        var added = Campaign(many + 1, "tt-added", 1);
        foreach (var message in added.Reviews) await all.PublishAsync(message);
        await all.PublishAsync(added.Activation);
        await TestApp.EventuallyAsync(() => Task.FromResult(all.Services.GetRequiredService<Snapshots>().Of(Publisher).Campaign(added.Id)?.Document.Creatives.Count == 1), "the campaign in serving");
        Report.Print(new
        {
            eligibleCreatives = Eligible,
            among100 = Told(a),
            amongMany = new { campaigns = many, told = Told(b) },
            manyOf100 = Report.Round(Report.Median(b.Select(r => r.Microseconds)) / Report.Median(a.Select(r => r.Microseconds))),
            goingLiveSeconds = Report.Round(live.Elapsed.TotalSeconds),
        });
    }

    private static object Told(List<Round> rounds) => new
    {
        microsecondsEach = Report.Round(Report.Median(rounds.Select(r => r.Microseconds))), bytesEach = Report.Round(Report.Median(rounds.Select(r => r.Bytes))), rounds = rounds.Select(r => Report.Round(r.Microseconds)),
    };

    private static async Task<Round> MeasureAsync(TestApp app, int decisions, CancellationToken cancellationToken)
    {
        var deciding = app.Services.GetRequiredService<Deciding>();
        var question = Question.Of(
            new DecisionRequest
            {
                Placements = [new("p", FormatIds.Native)],
                Viewer = new([new("user", "fan")]),
                Context = new() { TitleId = Title, Country = "FR", Language = "fr" },
                Consent = new(Gdpr: true, Purposes: [1, 2, 3, 4, 7, 9, 10]),
            },
            null);
        long bytes = 0, ticks = 0;
        var counted = 0;
        for (var i = 0; i < decisions; i++)
        {
            var (thread, before, started) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var settling = deciding.SettleAsync(Publisher, question, cancellationToken);
            var warm = settling.IsCompletedSuccessfully;
            var (took, spent) = (Stopwatch.GetTimestamp() - started, GC.GetAllocatedBytesForCurrentThread() - before);
            var settled = await settling;
            if (settled.Slots[0].Decisions[0].Decision.Chosen is null) throw new InvalidOperationException("Nothing is served.");
            // A decision that waited (a lease, a full log) is not the warm path.
            if (!warm || thread != Environment.CurrentManagedThreadId) continue;
            (bytes, ticks, counted) = (bytes + spent, ticks + took, counted + 1);
        }
        return new(ticks * 1e6 / Stopwatch.Frequency / Math.Max(1, counted), (double)bytes / Math.Max(1, counted));
    }

    private static async Task<TestApp> StartAsync(int campaigns)
    {
        var app = await TestApp.StartAsync(
            new Dictionary<string, string?> { ["AdPlatform:AdDelivery:LeaseMaxImpressions"] = "1000000", ["AdPlatform:AdDelivery:LeaseMinImpressions"] = "10000", ["AdPlatform:AdDelivery:MaxRequestsPerMinute"] = "100000" },
            new TestService(builder => builder.AddAdDelivery(), bus => bus.AddAdDeliveryConsumers(), routes => routes.MapAdDelivery()));
        var measured = Campaign(0, Title, Eligible);
        foreach (var review in measured.Reviews) await app.PublishAsync(review);
        await app.PublishAsync(measured.Activation);
        for (var i = 1; i < campaigns; i++)
        {
            var other = Campaign(i, $"tt-{i % 500}", 1);
            await app.PublishAsync(other.Reviews[0]);
            await app.PublishAsync(other.Activation);
        }
        await TestApp.EventuallyAsync(
            () => Task.FromResult(app.Services.GetRequiredService<Snapshots>().Of(Publisher) is var snapshot && snapshot.Campaigns.Count() == campaigns && snapshot.Campaign(measured.Id)?.Document.Creatives.Count == Eligible),
            "all campaigns in serving");
        var hash = ViewerHash.Of(ViewerHashKey.Current(app.Services.GetRequiredService<PlatformSecrets>().Get(ViewerHashKey.SecretName)), Publisher, ViewerKinds.User, "fan");
        await app.Services.GetRequiredService<IProfileStore>().WriteAsync(
            [new(new CachedProfile { PublisherId = Publisher, Hash = hash, Version = 1, InterestHalfLife = TimeSpan.FromDays(30), Segments = [new(Segment, 1, TestApp.DefaultNow)] }, [hash])], CancellationToken.None);
        return app;
    }

    private static Guid Segment { get; } = new(1, 2, 3, new byte[8]);

    private static (Guid Id, CampaignActivated Activation, IReadOnlyList<CreativeReviewed> Reviews) Campaign(int number, string title, int creatives)
    {
        var (now, id) = (TestApp.DefaultNow, Ids.New(TestApp.DefaultNow));
        var monday = new DateOnly(2026, 11, 23);
        string[] angles = ["offer", "proof", "ease", "identity"];
        var reviews = Enumerable.Range(0, creatives).Select(i => new CreativeReviewed
        {
            AccountId = $"acc_{number}", PublisherId = Publisher, CampaignId = id, CreativeId = Ids.New(now), CreativeVersion = 1, Decision = ReviewDecision.Approved, Reviewer = "benchmark", ReviewedAt = now,
            Serving = new()
            {
                Format = FormatIds.Native, Locale = "fr", SegmentId = Segment, Angle = angles[i % angles.Length], Texts = new Dictionary<string, string> { ["headline"] = $"Tea {i}" },
                LandingUrl = "https://tisane.example/", PriorScore = 0,
            },
        }).ToList();
        var activation = new CampaignActivated
        {
            AccountId = $"acc_{number}", PublisherId = Publisher, CampaignId = id, CampaignVersion = 1, PlanId = Ids.New(now), PlanVersion = 1, Objective = Objective.Clicks,
            Budget = Money.FromUnits(100_000_000, "EUR"), Flight = new(monday, monday.AddDays(6)), Zone = "Europe/Paris", AdvertiserDomain = $"a{number}.example", CreativeIds = [], ActivatedAt = now,
            Lines =
            [
                new()
                {
                    LineId = Ids.New(now), Title = title, TitleId = title, Format = FormatIds.Native, Genres = ["thriller"], Geography = "FR", Cpm = Money.FromUnits(1, "EUR"),
                    Budget = Money.FromUnits(100_000_000, "EUR"), Impressions = 1, Supply = 1, Weeks = [new(monday, Money.FromUnits(100_000_000, "EUR"), 1, 1)],
                },
            ],
        };
        return (id, activation, reviews);
    }

    private sealed record Round(double Microseconds, double Bytes);
}
