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
    private static readonly DateTimeOffset At = Start.AddHours(3000);
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
            return ProfileFacts.Of(Assert.Single(Applied([events])), At) == ProfileFacts.Of(Assert.Single(Applied(shuffled.Chunk(3))), At);
        }).QuickCheckThrowOnFailure();

    /// <summary>Any events of a user and two devices, both of which the user was logged in on at some time, and one refusal to be kept.</summary>
    [Fact]
    public void Of_a_viewer_who_refused_nothing_is_left_whatever_comes_when() => Prop.ForAll(
        ArbMap.Default.ArbFor<(ushort Hour, byte What)[]>(), ArbMap.Default.ArbFor<int>(),
        (drawn, seed) =>
        {
            var hours = new Random(seed);
            ViewerEvent[] events =
            [
                .. drawn.Select((d, i) => Event(i, d.Hour, d.What)), .. drawn.Select((d, i) => Event(i + drawn.Length, d.Hour, d.What) with { UserId = null, AnonymousId = "anon-2" }),
                new() { MessageId = "login-1", Type = "identify", UserId = "u1", AnonymousId = "anon-1", Timestamp = Start.AddHours(hours.Next(2000)), ReceivedAt = Start },
                new() { MessageId = "login-2", Type = "identify", UserId = "u1", AnonymousId = "anon-2", Timestamp = Start.AddHours(hours.Next(2000)), ReceivedAt = Start },
                new()
                {
                    MessageId = "refusal", Type = "track", Name = "Settings", UserId = "u1", Timestamp = Start.AddHours(hours.Next(2000)), ReceivedAt = Start,
                    Context = JsonSerializer.SerializeToElement(new { consent = new { purposes = new Dictionary<string, bool> { ["1"] = false } } }),
                },
            ];
            hours.Shuffle(events);
            return Applied(events.Chunk(3)).Count == 0;
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
    private static IReadOnlyList<ViewerProfile> Applied(IEnumerable<ViewerEvent[]> parts)
    {
        BatchViewer[] stored = [];
        var marks = new Dictionary<ViewerId, ErasureMark>();
        foreach (var part in parts)
        {
            var batch = new ViewerBatch(new(ConsentRegimes.TryParse("*=opt-out", out _)!, new FactRules(new ConsentCategories(new Dictionary<string, string>())), HalfLife));
            foreach (var viewer in stored) batch.Know(new(viewer.Number, 1, ViewerDocument.Read(ViewerDocument.Write(viewer.Profile))));
            foreach (var (id, mark) in marks) batch.Marks[id] = mark;
            foreach (var e in part) batch.Apply(e);
            stored = [.. batch.Viewers.Where(v => v is { MergedInto: null, WithdrawnAt: null }).Select((v, i) => new BatchViewer(i, 1, v.Profile))];
            foreach (var id in batch.ChangedMarks) marks[id] = batch.Marks[id];
        }
        return [.. stored.Select(viewer => viewer.Profile)];
    }
}
