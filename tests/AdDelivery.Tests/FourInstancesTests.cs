using System.Globalization;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>
/// Four instances over one Redis and one PostgreSQL while events come twice, in any order and late, two instances are killed, and one loses its link to Redis: against a ledger
/// that the test keeps of what was acknowledged. What counts is the kills, the cut and the ledger, so few decisions are the default; ADPLATFORM_DELIVERY_DECISIONS for more (the full run has 1,000,000).
/// </summary>
public sealed class FourInstancesTests(ITestOutputHelper output)
{
    private const int Instances = 4;

    /// <summary>Asking at once: a long run has more of them, so that commits gather more.</summary>
    private const int Workers = 24, WorkersOfLongRun = 96;

    /// <summary>From so many decisions on.</summary>
    private const int LongRun = 20_000;

    /// <summary>Of one viewer over all three campaigns of the advertiser that asks for it.</summary>
    private const int OfAdvertiser = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Four_instances_never_spend_over_budget_nor_show_over_a_cap()
    {
        var decisions = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_DELIVERY_DECISIONS"), out var wanted) ? wanted : 1_200;
        await using var redis = await RedisServer.StartAsync();
        await using var link = new FaultProxy(new Uri($"redis://{redis.ConnectionString.Split(',')[0]}").Port);
        var settings = new ServiceSettings(await TestServers.RabbitVirtualHostAsync(), redis.ConnectionString, await TestServers.PostgresDatabaseAsync());
        var (key, today) = (ApiKey.NewSecret(), DateOnly.FromDateTime(FourInstancesTraffic.Clock.GetUtcNow().UtcDateTime));
        var flight = new Flight(today.AddDays(-2), today.AddDays(4));
        // Budgets that run out in the middle: for 1 decision in 12, 1 in 20 and 1 in 20, where each campaign is asked for in 1 of 4. Three belong to one advertiser.
        Sample[] samples =
        [
            new() { Flight = flight, Zone = "UTC", Cap = new(null, 3), Budget = 5_000m, TitleId = "tt-capped" },
            new() { Flight = flight, Zone = "UTC", Budget = decisions / 12 * 0.01m, TitleId = "tt-tight" },
            new()
            {
                Flight = flight, Zone = "UTC", Budget = decisions / 20 * 0.01m, TitleId = "tt-both", Cap = new(null, 5), CreativeCap = new(null, 2), AdvertiserCap = new(null, OfAdvertiser),
                Creatives = [.. Enumerable.Range(0, 2).Select(_ => new Sample.Made(Sample.NewId(), "fr", "offer", Guid.Empty, 0))],
            },
            new() { Flight = flight, Zone = "UTC", Budget = decisions / 20 * 0.01m, TitleId = "tt-open", AdvertiserId = "acc_other" },
        ];
        await SeedAsync(settings, key, samples, Monday(today));
        await using var folder = new OwnFolder("four");
        var ports = Enumerable.Range(0, Instances).Select(_ => FreePorts.Next()).ToArray();
        var processes = new ServiceProcess[Instances];
        try
        {
            for (var i = 0; i < Instances; i++) processes[i] = Launch(i);
            foreach (var process in processes) await process.ReadyAsync(Patience);
            var run = new FourInstancesTraffic(ports, key, samples, decisions / 40);
            var (working, started) = (run.RunAsync(decisions, decisions < LongRun ? Workers : WorkersOfLongRun), FourInstancesTraffic.Clock.GetTimestamp());
            await UntilAsync(decisions / 4);
            await KillAsync(1);
            await UntilAsync(decisions / 2);
            link.Fault = Fault.Refuse;
            await UntilAsync(decisions * 5 / 8);
            link.Fault = Fault.Pass;
            await UntilAsync(decisions * 3 / 4);
            await KillAsync(2);
            await UntilAsync(decisions);
            await working;
            await run.SendLateAsync();
            output.WriteLine($"{run.Done} decisions, {run.Served} served, {run.Failed} requests failed (killed or cut), {run.EventsSent} events sent, {run.Acknowledged.Count} impressions acknowledged");
            await CheckAsync(settings, samples, run);

            async Task UntilAsync(int done)
            {
                await run.UntilAsync(done);
                output.WriteLine($"{run.Done} decisions after {FourInstancesTraffic.Clock.GetElapsedTime(started).TotalSeconds:0} s");
            }
        }
        catch
        {
            foreach (var process in processes.Where(process => process is not null)) output.WriteLine(process.Output);
            throw;
        }
        finally
        {
            foreach (var process in processes.Where(process => process is not null)) await process.DisposeAsync();
        }

        ServiceProcess Launch(int i)
        {
            var address = new Uri($"http://127.0.0.1:{ports[i]}");
            var environment = settings.EnvironmentOf(address, address);
            // One of them reaches Redis through the link that is cut.
            if (i == 0) environment["AdPlatform__Redis"] = $"127.0.0.1:{link.Port}";
            environment["AdPlatform__Data"] = folder.File($"{i}");
            environment["AdPlatform__AdDelivery__LeaseLifetime"] = "00:00:20";
            // What a killed instance held comes back within the full run, and what is shown later than that is not billed.
            environment["AdPlatform__AdDelivery__ReservationLifetime"] = "00:02:00";
            environment["AdPlatform__AdDelivery__MaxRequestsPerMinute"] = "100000";
            environment["AdPlatform__AdDelivery__CapBudget"] = "00:00:00.500";
            // Worth compiling for speed.
            if (decisions >= LongRun) environment["DOTNET_TC_CallCounting"] = "1";
            // Of so many threads on few cores, one that spins for work keeps another one from its own.
            environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
            return ServiceProcess.Start("AdPlatform.AdDelivery", folder.File($"{i}"), ports[i], environment);
        }

        async Task KillAsync(int i)
        {
            await processes[i].KillAsync();
            await processes[i].DisposeAsync();
            // The others go on meanwhile, and so does the test.
            processes[i] = Launch(i);
        }
    }

    private async Task CheckAsync(ServiceSettings settings, Sample[] samples, FourInstancesTraffic run)
    {
        for (var s = 0; s < samples.Length; s++)
        {
            var sample = samples[s];
            var row = (await Psql.RunAsync(settings.Postgres, $"SELECT billed_micros || ' ' || billed_impressions || ' ' || unbilled_impressions FROM delivery.spend WHERE line_id = '{sample.LineId}'")).Trim();
            var told = row.Length == 0 ? [0, 0, 0] : row.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var budget = (long)(sample.Budget * 1_000_000);
            var held = (await Psql.RunAsync(settings.Postgres, $"SELECT coalesce(sum(granted_micros - billed_micros), 0) FROM delivery.leases WHERE line_id = '{sample.LineId}'")).Trim();
            var refused = run.Refused.Where(pair => pair.Key.Campaign == s).OrderBy(pair => pair.Key.Rule, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key.Rule}");
            output.WriteLine($"{sample.TitleId}: billed {told[0]} of {budget} micros for {told[1]} impressions, {told[2]} unbilled, {held} micros leased; not served: {string.Join(", ", refused)}");
            Assert.True(told[0] <= budget, $"{told[0]} of {budget}");
            Assert.Equal(told[1] * 10_000, told[0]);
            // Every acknowledged impression is counted, once.
            Assert.Equal(run.Acknowledged.Values.Count(a => a.Campaign == s), told[1] + told[2]);
            // What is reserved counts as spent: the plan has nothing due any more, or the ledger nothing to lease.
            Assert.True(s is 0 or 2 || run.Refused.GetValueOrDefault((s, "budget")) + run.Refused.GetValueOrDefault((s, "pacing")) > 0, $"the money of {sample.TitleId} did not run out");
            Assert.True(s is 1 or 3 || run.Refused.GetValueOrDefault((s, "cap")) > 0, $"nobody reached the cap of {sample.TitleId}");
            CheckCap($"{sample.TitleId} of one viewer", run.Acknowledged.Values.Where(a => a.Campaign == s).GroupBy(a => a.Viewer), sample.Cap?.PerFlight);
            CheckCap($"{sample.TitleId} of one viewer and creative", run.Acknowledged.Values.Where(a => a.Campaign == s).GroupBy(a => a.Viewer + a.Creative), sample.CreativeCap?.PerFlight);
        }
        CheckCap("all campaigns of the advertiser of one viewer", run.Acknowledged.Values.Where(a => samples[a.Campaign].AdvertiserId == Sample.Advertiser).GroupBy(a => a.Viewer), OfAdvertiser);
        Assert.Equal("0", (await Psql.RunAsync(settings.Postgres, "SELECT count(*) FROM delivery.leases WHERE billed_micros > granted_micros")).Trim());
    }

    private void CheckCap<T>(string what, IEnumerable<IGrouping<string, T>> shown, int? cap)
    {
        if (cap is null) return;
        var worst = shown.Max(one => one.Count());
        output.WriteLine($"at most {worst} impressions of {what}, cap {cap}");
        Assert.True(worst <= cap, $"{worst} of {what} over a cap of {cap}");
    }

    /// <summary>Publishes campaigns and the key as other services would; keeps nothing running.</summary>
    private static async Task SeedAsync(ServiceSettings settings, string key, Sample[] samples, DateOnly monday)
    {
        var shared = settings.EnvironmentOf(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:1"))
            .Where(pair => pair.Key.StartsWith("AdPlatform__", StringComparison.Ordinal)).ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        await using var seeder = await TestApp.StartAsync(shared, DeliveryApp.Service);
        await seeder.PublishAsync(new ApiKeyIssued
        {
            AccountId = Sample.Publisher, AccountKind = AccountKind.Publisher, PublisherId = Sample.Publisher, KeyId = Sample.NewId(), KeyHash = ApiKey.HashOf(key), Scopes = [Scopes.Decisions],
        });
        foreach (var sample in samples)
        {
            foreach (var review in sample.Reviews()) await seeder.PublishAsync(review);
            var activated = sample.Activated();
            await seeder.PublishAsync(activated with { Lines = [activated.Lines[0] with { Weeks = [activated.Lines[0].Weeks[0] with { Monday = monday }, activated.Lines[0].Weeks[0] with { Monday = monday.AddDays(7), Budget = Contracts.Money.Zero("EUR") }] }] });
        }
        await TestApp.EventuallyAsync(
            () => Task.FromResult(samples.All(sample => seeder.Services.GetRequiredService<Snapshots>().Of(Sample.Publisher).Campaign(sample.CampaignId)?.Document.Creatives.Count == sample.Creatives.Count)
                && seeder.Services.GetRequiredService<KeyRing>().Find(key) is not null), "the campaigns and the key");
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)).AddDays(day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday ? -7 : 0);
}
