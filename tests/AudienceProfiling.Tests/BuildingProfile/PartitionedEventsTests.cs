using System.Net;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

/// <summary>Two instances on RabbitMQ and PostgreSQL; an event goes to the partition of its user, or of its device when there is none.</summary>
public sealed class PartitionedEventsTests
{
    private const int People = 24;
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly CataloguedTitle[] Titles = [.. Enumerable.Range(0, 5).Select(i => new CataloguedTitle($"t{i}", $"Title {i}", [i % 2 == 0 ? "thriller" : "drama", $"genre {i}"], [$"{600 + i}"]))];

    /// <summary>
    /// The same events one after the other, and then shuffled, up to three times each, over both instances at once, with titles that are catalogued
    /// meanwhile, an instance that restarts, people who are erased and people who refuse.
    /// </summary>
    [Fact]
    public async Task Shuffled_doubled_and_concurrent_events_give_the_profiles_of_the_sequence()
    {
        var events = Enumerable.Range(0, People).SelectMany(Of).OrderBy(e => e.At).ToArray();
        var expected = await InSequenceAsync(events);

        var secret = Convert.ToBase64String(new byte[32]);
        (string, string)[] settings =
        [
            ("AdPlatform:RabbitMq", await TestServers.RabbitVirtualHostAsync()), ("AdPlatform:Postgres", await TestServers.PostgresDatabaseAsync()),
            ("AdPlatform:Secrets:ViewerHash", secret), ("AdPlatform:Secrets:ViewerErasure", secret),
        ];
        // At once, so that each gets some of the partitions.
        var started = await Task.WhenAll(Profiling.StartAsync(settings), Profiling.StartAsync(settings));
        await using var one = started[0];
        await using var two = started[1];
        var chance = new Random(7);
        var sent = events.SelectMany(e => Enumerable.Repeat(e, chance.Next(1, 4))).ToArray();
        chance.Shuffle(sent);
        var batches = sent.Chunk(20).ToArray();
        await SendAsync(batches[..(batches.Length / 3)], one, two);
        await Task.WhenAll(
            SendAsync(batches[(batches.Length / 3)..(batches.Length * 2 / 3)], one, two),
            Parallel.ForEachAsync(Those(IsErased), async (person, token) => Assert.Equal(HttpStatusCode.OK, (await two.Client.DeleteAsync($"/v1/profiles/user/u{person}", token)).StatusCode)),
            one.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = Titles }));
        await two.RestartAsync();
        await SendAsync(batches[(batches.Length * 2 / 3)..], one, two);

        await TestApp.EventuallyAsync(async () => await one.CountAsync("SELECT count(*) FROM seen_messages") == events.Length, "every event is applied");
        await TestApp.EventuallyAsync(async () => await one.CountAsync("SELECT count(*) FROM unknown_title_events") == 0, "the titles are catalogued");
        Assert.Equal(0, await one.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.Equal(expected, await FactsAsync(one));
        Assert.Equal(Those(IsKept).Count(), await one.CountAsync("SELECT count(*) FROM viewers"));
        Assert.Equal(await one.CountAsync("SELECT count(*) FROM viewer_ids"), await one.CountAsync("SELECT count(*) FROM viewer_ids JOIN viewers ON viewers.viewer_no = viewer_ids.viewer_no"));
    }

    private static bool IsErased(int person) => person % 4 == 1;

    private static bool Refuses(int person) => person % 4 == 2;

    private static bool IsKept(int person) => !IsErased(person) && !Refuses(person);

    private static IEnumerable<int> Those(Func<int, bool> of) => Enumerable.Range(0, People).Where(of);

    private static async Task<Dictionary<int, string?>> InSequenceAsync(Sent[] events)
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = Titles });
        await TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM titles") == Titles.Length, "the titles are catalogued");
        foreach (var batch in events.Chunk(100)) await profiling.SendAsync(batch.Select(e => e.Body));
        await profiling.SettledAsync();
        foreach (var person in Those(IsErased)) await profiling.Client.DeleteAsync($"/v1/profiles/user/u{person}");
        return await FactsAsync(profiling);
    }

    private static Task SendAsync(Sent[][] batches, params Profiling[] instances) =>
        Parallel.ForAsync(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await instances[i % instances.Length].SendAsync(batches[i].Select(e => e.Body)));

    private static async Task<Dictionary<int, string?>> FactsAsync(Profiling profiling)
    {
        var facts = new Dictionary<int, string?>();
        for (var person = 0; person < People; person++)
            facts[person] = await profiling.ProfileAsync(ViewerId.User($"u{person}")) is { } profile ? ProfileFacts.Of(profile, TestApp.DefaultNow) : null;
        return facts;
    }

    /// <summary>A user with three devices, on each of which they are logged in at some time, and an alias.</summary>
    private static IEnumerable<Sent> Of(int person)
    {
        var (chance, count) = (new Random(person), 0);
        Sent Event(string type, bool isUser, string? device, object? properties = null, string? name = null, string? previous = null, object? context = null)
        {
            var at = Start.AddMinutes(chance.Next(60 * 24 * 40));
            return new(at, new
            {
                type, messageId = $"m{person}-{count++}", userId = isUser ? $"u{person}" : null, anonymousId = device is null ? null : $"a{person}-{device}",
                previousId = previous, @event = name, properties, traits = type == "identify" ? properties : null, context, timestamp = at,
            });
        }

        foreach (var device in (string[])["tv", "phone", "tablet"])
        {
            yield return Event("identify", true, device, new { plan = device, device_count = chance.Next(5) });
            for (var i = chance.Next(3, 9); i > 0; i--)
            {
                yield return Event("track", chance.Next(3) == 0, device, new { title_id = $"t{chance.Next(Titles.Length)}", completion = chance.Next(11) / 10.0 }, "Title Watched", context: new
                {
                    locale = chance.Next(2) == 0 ? "fr-FR" : "de-DE", device = new { type = device == "tablet" ? "mobile" : device },
                    consent = new { purposes = new Dictionary<string, bool> { ["9"] = chance.Next(2) == 0 } },
                });
            }
        }

        yield return Event("alias", true, null, previous: $"old-{person}");
        for (var i = 0; i < 3; i++) yield return Event("page", true, "tv");
        yield return new(Start, new { type = "track", messageId = $"m{person}-old", anonymousId = $"old-{person}", @event = "Title Rated", properties = new { title_id = "t1", rating = 4 }, timestamp = Start });
        if (Refuses(person)) yield return Event("track", true, null, name: "Settings", context: new { consent = new { purposes = new Dictionary<string, bool> { ["1"] = false } } });
    }

    private sealed record Sent(DateTimeOffset At, object Body);
}
