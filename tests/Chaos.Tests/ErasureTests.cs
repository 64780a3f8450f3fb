using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Journeys.Tests;
using AdPlatform.Journeys.Tests.Journeys;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing.Servers;
using Npgsql;

namespace AdPlatform.Chaos.Tests;

/// <summary>
/// Viewers with a mark in everything that is known of them, planted in every store, then erased while the broker hangs and their events wait in outbox and
/// queues. Thirty by default; ADPLATFORM_ERASURE_VIEWERS=1000 takes some five minutes.
/// </summary>
public sealed class ErasureTests(OwnServers own)
{
    private const int AtOnce = 8;

    /// <summary>Erased while the broker hangs.</summary>
    private const int First = 10;

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_ERASURE_VIEWERS"), out var given) ? given : 30;
    private static readonly int[] AllPurposes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Fact]
    public async Task Erased_viewers_are_in_no_table_key_queue_or_log_and_neither_replays_nor_late_events_bring_them_back()
    {
        var (publisher, crawl, planted) = (own.World.Publisher, new Crawl(own), RealClock.Instance.GetUtcNow().AddMinutes(-10));
        await using var campaign = await JourneyCampaign.LiveAsync(own.World, await own.World.AdvertiserAsync(), World.Brief("Erasure"));

        // Profiles with three ids each, traits, titles that nobody has catalogued, histories of titles; and the copies in Redis.
        await SendAsync(publisher, viewer => Events(viewer, planted, "first"));
        await EventuallyAsync("all events are applied", () => CountAsync(own, "SELECT count(*) FROM profiling.viewing_history"), rows => rows >= Count);
        var names = await NamesAsync(publisher);
        await SeeAdsAsync(publisher, campaign.Id);
        await PlantFailureAsync(own);
        var before = await crawl.FindAsync(names);
        Say($"planted: {Told(before)}");
        foreach (var place in (string[])["profiling.viewers", "profiling.viewer_ids", "profiling.unknown_title_events", "profiling.viewing_history", "profiling.message_errors", "delivery.cap_uses", "delivery.events", "redis p:", "redis c2:"])
            Assert.Contains(place, before.Keys);
        Assert.DoesNotContain("logs", before.Keys);

        // The broker hangs: what is accepted stays in the outbox. Some are erased meanwhile.
        var watch = Stopwatch.StartNew();
        own.Rabbit.Freeze();
        await SendAsync(publisher, viewer => Events(viewer, planted, "waiting"));
        var waiting = await CountAsync(own, "SELECT count(*) FROM profiling.outbox WHERE body LIKE '%marker-user%'");
        Assert.NotEqual(0, waiting);
        var receipts = new List<string>(await EraseAsync(publisher, Enumerable.Range(0, First)));
        own.Rabbit.Thaw();
        Say($"outbox: {waiting} messages while {First} were erased");

        // Nobody can write: what is sent now waits in the queues while the others are erased.
        Task<string[]> erasing;
        await using (var writing = new NpgsqlConnection(own.Postgres.ConnectionString))
        {
            await writing.OpenAsync();
            await using var held = await writing.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock(1, hashtext('adplatform.profiling'))", writing, held)) await hold.ExecuteScalarAsync();
            await SendAsync(publisher, viewer => Events(viewer, planted, "queued"));
            var queued = await EventuallyAsync("events wait in the queues", crawl.QueuedAsync, queues => queues.Keys.Any(queue => queue.Contains("profile-events-accepted", StringComparison.Ordinal)));
            Say($"queued: {Told(queued)}");
            erasing = EraseAsync(publisher, Enumerable.Range(First, Count - First));
        }

        receipts.AddRange(await erasing);
        Say($"{Count} erased in {watch.Elapsed.TotalSeconds:F1} s");

        await ReceiptsAreCompleteAsync(publisher, receipts);
        Say($"{receipts.Count} receipts complete after {watch.Elapsed.TotalSeconds:F1} s");
        await NothingIsLeftAsync(own, crawl, names);

        // The same messages, and the same things under other message ids, as from a client that was offline for long.
        await SendAsync(publisher, viewer => Events(viewer, planted, "first"));
        await SendAsync(publisher, viewer => Events(viewer, planted, "late"));
        await NothingIsLeftAsync(own, crawl, names);

        // Who comes back and agrees starts afresh.
        await SendAsync(publisher, viewer => [Event(viewer, "track", RealClock.Instance.GetUtcNow(), "anew", new { @event = "Came Back" })], 10);
        for (var viewer = 0; viewer < 10; viewer++)
        {
            var profile = await EventuallyAsync("they are known again", () => ProfileAsync(publisher, viewer), found => found is not null);
            Assert.Equal(["Came Back"], profile!.Value.GetProperty("events").EnumerateObject().Select(kind => kind.Name));
            Assert.Single(profile.Value.GetProperty("ids").EnumerateArray());
            Assert.Empty(profile.Value.GetProperty("traits").EnumerateObject());
        }
    }

    private static async Task NothingIsLeftAsync(OwnServers own, Crawl crawl, IReadOnlySet<string> names)
    {
        await EventuallyAsync("the outboxes are empty", own.OutboxRowsAsync, rows => rows == 0);
        await EventuallyAsync("the queues are empty", crawl.QueuedAsync, queues => queues.Count == 0);
        var left = await EventuallyAsync("only tombstones name them", () => crawl.FindAsync(names), found => found.Keys.All(IsTombstone));
        Say($"found: {left.Where(place => !IsTombstone(place.Key)).Sum(place => place.Value)}; and keyed hashes with the time alone: {Told(left)}");
        static bool IsTombstone(string place) => place.StartsWith("tombstones", StringComparison.Ordinal);
    }

    /// <summary>Each names every store, and in each the viewer is left in nothing.</summary>
    private static async Task ReceiptsAreCompleteAsync(PlatformClient publisher, List<string> receipts)
    {
        Assert.Equal(Count, receipts.Distinct().Count());
        var stores = new HashSet<string>();
        await Parallel.ForEachAsync(receipts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, token) =>
        {
            var receipt = await EventuallyAsync($"the receipt {id}", () => publisher.GetAsync($"/v1/erasures/{id}", token), told => told.GetProperty("complete").GetBoolean());
            foreach (var store in receipt.GetProperty("stores").EnumerateArray().Where(store => store.GetProperty("store").GetString() != "profiling: erasures"))
            {
                lock (stores) stores.Add(store.GetProperty("store").GetString()!);
                Assert.True(store.GetProperty("left").ValueKind == JsonValueKind.Null || store.GetProperty("left").GetInt32() == 0, store.ToString());
            }
        });
        Say($"stores: {string.Join(", ", stores.Order())}");
        foreach (var store in (string[])["profiling: viewers", "profiling: viewer_ids", "profiling: unknown_title_events", "profiling: viewing_history", "profiling: message_errors", "profiling: outbox",
            "profiles-in-redis", "near caches", "queues of viewer events", "delivery: cap_uses", "delivery: exposures", "delivery: conversions", "delivery: events", "delivery: pending_records", "delivery: cap counters"])
            Assert.Contains(store, stores);
    }

    private static async Task<string[]> EraseAsync(PlatformClient publisher, IEnumerable<int> viewers)
    {
        var receipts = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(viewers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (viewer, token) =>
        {
            // By whichever of their ids.
            var path = (viewer % 3) switch { 0 => $"user/{User(viewer)}", 1 => $"anonymous/{Device(viewer)}", _ => $"anonymous/{Former(viewer)}" };
            using var answer = await publisher.OpenAsync(new HttpRequestMessage(HttpMethod.Delete, $"/v1/profiles/{path}"), token);
            receipts.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(token)).RootElement.GetProperty("id").GetString()!);
        });
        return [.. receipts];
    }

    /// <summary>Marks and hashes of all of them.</summary>
    private static async Task<HashSet<string>> NamesAsync(PlatformClient publisher)
    {
        var names = new HashSet<string>();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (viewer, token) =>
        {
            var export = await EventuallyAsync($"the export of viewer {viewer}", () => publisher.GetAsync($"/v1/profiles/user/{User(viewer)}/export", token), told => told.GetProperty("hashes").GetArrayLength() == 4);
            Assert.Equal(Title(viewer), export.GetProperty("viewingHistory")[0].GetProperty("titleId").GetString());
            lock (names)
            {
                names.UnionWith([User(viewer), Device(viewer), Former(viewer), Mail(viewer), Title(viewer)]);
                foreach (var hash in export.GetProperty("hashes").EnumerateArray()) names.Add(hash.GetString()!);
            }
        });
        return names;
    }

    /// <summary>Until some of them have seen ads: slots, events and records that name them.</summary>
    private static async Task SeeAdsAsync(PlatformClient publisher, string campaignId)
    {
        var seen = 0;
        for (var i = 0; seen < Math.Min(30, Count / 2); i++)
        {
            Assert.True(i < 6000, $"{seen} impressions in {i} requests");
            var title = SampleTitle.All[i % SampleTitle.All.Count];
            var answer = (await publisher.PostAsync("/v1/decisions", new
            {
                placements = new[] { new { id = "banner", format = "display-300x250" }, new { id = "native", format = "native" } },
                viewer = new { ids = new[] { new { kind = "user", id = User(i % Math.Min(Count, 100)) } } },
                context = new { titleId = title.TitleId, country = "FR", language = "fr", device = "desktop" },
                consent = new { purposes = AllPurposes },
            }, null, default)).Read<DecisionAnswer>();
            foreach (var served in answer.Placements.SelectMany(placement => placement.Decisions).Where(served => served.CampaignId == campaignId))
            {
                await Requesting.EventAsync(publisher, served.Events["impression"], default);
                seen++;
            }
        }
    }

    /// <summary>As a consumer keeps what it could not apply.</summary>
    private static Task PlantFailureAsync(OwnServers own) => Psql.RunAsync(own.Postgres.ConnectionString, $"""
        INSERT INTO profiling.message_errors (message_id, consumer, message_type, account_id, body, reason, detail, failed_at)
        SELECT '0199a000-0000-7000-8000-000000000001', 'profiling-profile-events-accepted', 'AdPlatform.Contracts.AudienceProfiling.V1.ProfileEventsAccepted', publisher_id,
            json_build_object('accountId', publisher_id, 'partition', 0, 'events', (SELECT json_agg(json_build_object(
                'messageId', 'failed-' || i, 'type', 'track', 'userId', 'marker-user' || i, 'name', 'Title Watched', 'timestamp', '2026-11-01T10:00:00Z', 'receivedAt', '2026-11-01T10:00:00Z'))
                FROM generate_series(0, {Count - 1}) AS i))::text,
            'planted', 'names {User(0)}', {1_900_000_000_000_000}
        FROM profiling.viewers LIMIT 1
        """);

    private static Task SendAsync(PlatformClient publisher, Func<int, object[]> eventsOf, int? viewers = null) =>
        Parallel.ForEachAsync(Enumerable.Range(0, viewers ?? Count).Chunk(50), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (some, token) =>
        {
            var batch = some.SelectMany(eventsOf).ToArray();
            var answer = await publisher.PostAsync("/v1/batch", new { batch }, null, token);
            Assert.Equal(batch.Length, answer.GetProperty("accepted").GetInt32());
        });

    private static object[] Events(int viewer, DateTimeOffset at, string round) =>
    [
        Event(viewer, "identify", at, round, new { anonymousId = Device(viewer), traits = new { email = Mail(viewer) } }),
        Event(viewer, "alias", at, round, new { previousId = Former(viewer) }),
        Event(viewer, "track", at, round, new { @event = "Title Watched", properties = new { title_id = Title(viewer) } }),
        Event(viewer, "track", at, round, new { @event = "Trailer Played", anonymousId = Device(viewer), properties = new { genres = new[] { "drama" } } }),
    ];

    private static object Event(int viewer, string type, DateTimeOffset at, string round, object members)
    {
        var e = JsonSerializer.SerializeToNode(members)!.AsObject();
        e["type"] = type;
        e["messageId"] = $"{round}-{viewer}-{type}-{e["event"]}";
        e["userId"] = User(viewer);
        e["timestamp"] = at.ToString("O", CultureInfo.InvariantCulture);
        e["context"] = JsonSerializer.SerializeToNode(new
        {
            locale = "fr-FR",
            location = new { country = "FR" },
            consent = new { purposes = AllPurposes.ToDictionary(purpose => $"{purpose}", _ => true), viewingHistory = true },
        });
        return e;
    }

    private static async Task<JsonElement?> ProfileAsync(PlatformClient publisher, int viewer)
    {
        try
        {
            return await publisher.GetAsync($"/v1/profiles/user/{User(viewer)}", default);
        }
        catch (RefusedException refused) when (refused.Problem.Status == 404)
        {
            return null;
        }
    }

    /// <summary>For longer than others wait: a thousand erasures, on a machine that may be busy.</summary>
    private static async Task<T> EventuallyAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> holds)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await World.EventuallyAsync(what, ask, holds);
            }
            catch (TimeoutException) when (tries < 5)
            {
                Say($"still waiting: {what}");
            }
        }
    }

    private static async Task<int> CountAsync(OwnServers own, string sql) => int.Parse(await Psql.RunAsync(own.Postgres.ConnectionString, sql), CultureInfo.InvariantCulture);

    private static string User(int viewer) => $"marker-user{viewer}";

    private static string Device(int viewer) => $"marker-device{viewer}";

    private static string Former(int viewer) => $"marker-former{viewer}";

    private static string Mail(int viewer) => $"marker-mail{viewer}";

    private static string Title(int viewer) => $"marker-title{viewer}";

    private static string Told(IEnumerable<KeyValuePair<string, int>> places) => string.Join(", ", places.Select(place => $"{place.Key} {place.Value}"));

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }
}
