using System.Diagnostics;
using System.Globalization;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>Redis stops answering, its connections open: the worst it can do to a client that has no deadline. The 20 s of it are in Chaos.Tests, over all services.</summary>
[Trait("Machine", "alone")]
public sealed class RedisFreezeTests : IAsyncLifetime
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(8);

    /// <summary>Default of ProfileCacheOptions.NearLifetime: so long a profile that was read just before may still be used, and nothing is amiss.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Decisions_stay_in_time_and_say_what_they_are_without_and_capped_campaigns_wait_and_all_is_normal_5_s_after()
    {
        // Budgets as they are by default: 10 ms for the profile, 20 ms for the caps.
        await using var app = await RedisCapTests.StartAsync(server);
        var segment = Sample.NewId();
        // A cap that nobody reaches: with a low one a fast machine has shown all it may before the end.
        var capped = new Sample { Cap = new(PerDay: 10_000, null), Creatives = [new(Sample.NewId(), "fr", "offer", segment, 0)] };
        var open = new Sample { TitleId = "tt-open", Creatives = [new(Sample.NewId(), "fr", "offer", segment, 0)] };
        await app.ServeAsync(capped);
        await app.ServeAsync(open);
        for (var i = 0; i < 50; i++) await app.ProfileAsync($"v{i}", segment);

        await DriveAsync(app, "warm", TimeSpan.FromSeconds(1));
        var before = await DriveAsync(app, "normal", TimeSpan.FromSeconds(2));
        Assert.True(before is { Capped: > 0, Personal: > 0 });

        server.Freeze();
        var since = Stopwatch.StartNew();
        var first = await DriveAsync(app, "frozen, with what was read just before", Near);
        var during = await DriveAsync(app, "frozen", Frozen - since.Elapsed);
        server.Thaw();

        Assert.Equal((0, 0, 0), (first.Capped, during.Capped, during.Personal));
        Assert.Equal(during.Answers, during.Degraded);
        Assert.Equal(during.Answers / 2, during.Open);

        var thawed = Stopwatch.StartNew();
        await TestApp.EventuallyAsync(
            async () => await CappedAsync(app, "late1") && (await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(titleId: "tt-open", viewer: "v1"))) is [var one]
                && one.GetProperty("context").GetString() != "none",
            "all to be normal");
        TestContext.Current.TestOutputHelper!.WriteLine($"normal {thawed.Elapsed.TotalMilliseconds:0} ms after SIGCONT");
        Assert.InRange(thawed.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        var after = await DriveAsync(app, "afterwards", TimeSpan.FromSeconds(2));
        // How many miss their budget is the machine's affair, and printed.
        Assert.True(after is { Capped: > 0, Personal: > 0 });
    }

    private static async Task<bool> CappedAsync(DeliveryApp app, string viewer) => (await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: viewer))).Length > 0;

    /// <summary>Four ad servers, each asking for the capped campaign and for the open one in turn, with a pause.</summary>
    private static async Task<Driven> DriveAsync(DeliveryApp app, string phase, TimeSpan time)
    {
        var adServer = app.AdServer();
        var until = Stopwatch.StartNew();
        var driven = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var (times, sum, random) = (new List<double>(), new Driven(), new Random(worker));
            while (until.Elapsed < time)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), app.App.Clock);
                foreach (var title in (string[])["tt-velvet-harbour", "tt-open"])
                {
                    var one = Stopwatch.StartNew();
                    var answer = await DeliveryApp.DecideAsync(adServer, DeliveryApp.Request(titleId: title, viewer: $"v{random.Next(50)}"));
                    times.Add(one.Elapsed.TotalMilliseconds);
                    var served = answer.GetProperty("placements")[0].GetProperty("decisions").EnumerateArray().ToList();
                    sum.Answers++;
                    if (answer.GetProperty("degraded").GetArrayLength() > 0) sum.Degraded++;
                    if (title == "tt-open") sum.Open += served.Count;
                    else sum.Capped += served.Count;
                    if (!answer.GetProperty("degraded").EnumerateArray().Any(d => d.GetString()!.StartsWith("profile", StringComparison.Ordinal))) sum.Personal++;
                }
            }
            sum.Times.AddRange(times);
            return sum;
        })));
        var all = new Driven();
        foreach (var one in driven)
        {
            all.Answers += one.Answers;
            all.Degraded += one.Degraded;
            all.Capped += one.Capped;
            all.Open += one.Open;
            all.Personal += one.Personal;
            all.Times.AddRange(one.Times);
        }
        all.Times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase}: {all.Answers / until.Elapsed.TotalSeconds:0} answers/s, {all.Degraded} of {all.Answers} degraded, capped served {all.Capped}, p50 {all.At(0.5):0.0} ms, p99 {all.At(0.99):0.0} ms, longest {all.At(1):0.0} ms"));
        return all;
    }

    private sealed class Driven
    {
        public int Answers { get; set; }
        public int Degraded { get; set; }
        public int Capped { get; set; }
        public int Open { get; set; }

        /// <summary>Answers that had the profile to choose by.</summary>
        public int Personal { get; set; }

        public List<double> Times { get; } = [];

        public double At(double share) => Times[(int)Math.Ceiling(share * Times.Count) - 1];
    }
}
