using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using FsCheck;
using FsCheck.Fluent;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

public sealed class OrderOfEventsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>Any events of two ids of one person with an alias somewhere between, in two orders and in two ways of batching.</summary>
    [Fact]
    public void Late_and_out_of_order_events_give_the_same_profile() => Prop.ForAll(
        ArbMap.Default.ArbFor<(ushort Hour, byte What)[]>(), ArbMap.Default.ArbFor<int>(),
        (drawn, seed) =>
        {
            var events = drawn.Select((d, i) => Event(i, d.Hour, d.What))
                .Append(new ViewerEvent { MessageId = "alias", Type = "alias", UserId = "u1", PreviousId = "anon-1", Timestamp = Start, ReceivedAt = Start }).ToArray();
            var shuffled = (ViewerEvent[])events.Clone();
            new Random(seed).Shuffle(shuffled);
            return Facts(Applied([events])) == Facts(Applied(shuffled.Chunk(3)));
        }).QuickCheckThrowOnFailure();

    private static ViewerEvent Event(int index, ushort hour, byte what) => new()
    {
        MessageId = $"m{index}",
        Type = what % 5 == 0 ? "identify" : "track",
        Name = what % 5 == 0 ? null : what % 2 == 0 ? "Title Watched" : "Title Rated",
        UserId = what % 3 == 0 ? null : "u1",
        AnonymousId = what % 3 == 0 ? "anon-1" : null,
        Properties = JsonSerializer.SerializeToElement<object>(what % 5 == 0
            ? new { plan = what % 2 == 0 ? "basic" : "premium" }
            : new { genres = new[] { what % 7 == 0 ? "drama" : "thriller", "crime" }, rating = what % 6 }),
        Context = JsonSerializer.SerializeToElement(new
        {
            locale = what % 4 == 0 ? "fr-FR" : "en",
            device = new { type = what % 2 == 0 ? "tv" : "mobile" },
            consent = new { purposes = new Dictionary<string, bool> { ["9"] = what % 2 == 0 } },
        }),
        Timestamp = Start.AddHours(hour % 2000),
        ReceivedAt = Start.AddHours(3000),
    };

    /// <summary>Each part is applied on what the part before has stored.</summary>
    private static ViewerProfile Applied(IEnumerable<ViewerEvent[]> parts)
    {
        BatchViewer[] stored = [];
        foreach (var part in parts)
        {
            var batch = new ViewerBatch(new(false, new ConsentCategories(new Dictionary<string, string>()), HalfLife));
            foreach (var viewer in stored) batch.Know(new(viewer.Number, 1, ViewerDocument.Read(ViewerDocument.Write(viewer.Profile))));
            foreach (var e in part) batch.Apply(e);
            stored = [.. batch.Viewers.Where(v => v.MergedInto is null).Select((v, i) => new BatchViewer(i, 1, v.Profile))];
        }
        return Assert.Single(stored).Profile;
    }

    /// <summary>Everything but the order of lists; scores to nine digits.</summary>
    private static string Facts(ViewerProfile profile) => JsonSerializer.Serialize(new
    {
        Ids = profile.Ids.OrderBy(id => id.ToString()),
        profile.FirstSeen,
        profile.LastSeen,
        Traits = profile.Traits.OrderBy(t => t.Key),
        Genres = profile.Genres.OrderBy(g => g.Key).Select(g => (g.Key + " " + g.Value.ValueAt(Start.AddHours(3000), HalfLife).ToString("G9"))),
        Events = profile.Events.OrderBy(e => e.Key).Select(e => new
        {
            e.Key,
            e.Value.First,
            e.Value.Last,
            Days = e.Value.Days.OrderBy(d => d.Key).Select(d => $"{d.Key}: {d.Value.Count} {string.Join(",", (d.Value.Genres ?? []).OrderBy(g => g.Key))}"),
        }),
        Devices = profile.Devices.OrderBy(d => d.Key),
        profile.Dayparts,
        profile.Device,
        profile.Language,
        Consent = profile.Consent.OrderBy(c => c.Key),
    });
}
