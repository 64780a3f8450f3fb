using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>What one event changes in the profile of its viewer. Sums, latest values and decayed scores: the order of events does not matter.</summary>
internal static class ApplyingEvent
{
    /// <summary>Kinds of events told apart; more (a client that puts ids into names) count together.</summary>
    private const int MaxKinds = 200;

    /// <summary>Genres or categories told apart.</summary>
    private const int MaxInterests = 300;

    private const string OtherKinds = "(other)";

    /// <param name="title">Of the facts' title id, from the publisher's catalogue; null when it is not (yet) known.</param>
    public static void Apply(ViewerProfile profile, ViewerEvent e, ViewerFacts facts, CataloguedTitle? title, TimeSpan halfLife)
    {
        profile.Seen(e.Timestamp);
        profile.Device = Latest.Of(profile.Device, Stated(facts.Device, e.Timestamp));
        profile.Language = Latest.Of(profile.Language, Stated(facts.Language, e.Timestamp));
        if (facts.Kind is not { } kind) return;

        if (!profile.Events.ContainsKey(kind) && profile.Events.Count >= MaxKinds) kind = OtherKinds;
        if (!profile.Events.TryGetValue(kind, out var history)) profile.Events[kind] = history = new EventHistory();
        var (genres, categories) = (ReadingFacts.Joined(title?.Genres, facts.Genres), ReadingFacts.Joined(title?.Categories, facts.Categories));
        history.Add(e.Timestamp, genres, facts.Kept);
        profile.Dayparts[facts.Daypart]++;
        if (facts.Device is { } device) profile.Devices[device] = profile.Devices.GetValueOrDefault(device) + 1;
        AddInterest(profile, genres, categories, facts.Weight ?? 1, e.Timestamp, halfLife);
    }

    public static void AddInterest(
        ViewerProfile profile, IReadOnlyList<string> genres, IReadOnlyList<string> categories, double weight, DateTimeOffset at, TimeSpan halfLife)
    {
        if (weight <= 0) return;
        foreach (var genre in genres) Add(profile.Genres, genre, weight, at, halfLife);
        foreach (var category in categories) Add(profile.Categories, category, weight, at, halfLife);
    }

    private static void Add(Dictionary<string, DecayedScore> scores, string name, double weight, DateTimeOffset at, TimeSpan halfLife)
    {
        if (scores.TryGetValue(name, out var score)) scores[name] = score.Plus(weight, at, halfLife);
        else if (scores.Count < MaxInterests) scores[name] = new DecayedScore(weight, at);
    }

    private static Latest? Stated(string? value, DateTimeOffset at) => value is null ? null : new Latest(value, at);
}
