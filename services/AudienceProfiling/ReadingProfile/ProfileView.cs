using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.ReadingProfile;

/// <summary>A profile for the publisher's own eyes, with scores as of now.</summary>
/// <param name="Genres">Decayed score by genre; about 1 an event of today.</param>
internal sealed record ProfileView(
    IReadOnlyList<ViewerId> Ids, long Version, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, IReadOnlyDictionary<string, object?> Traits,
    IReadOnlyDictionary<string, double> Genres, IReadOnlyDictionary<string, double> Categories, IReadOnlyDictionary<string, EventSummary> Events,
    IReadOnlyList<MembershipView> Segments, string? Device, string? Country, string? Language, IReadOnlyDictionary<string, int> Dayparts,
    ExposureSummary Exposure, IReadOnlyDictionary<int, PurposeConsent> Consent, Permission Permission)
{
    public static ProfileView Of(StoredViewer viewer, IReadOnlyDictionary<Guid, string> segmentNames, EvaluationTime time, bool tcfApplies)
    {
        var profile = viewer.Profile;
        return new(
            profile.Ids, viewer.Version, profile.FirstSeen, profile.LastSeen,
            profile.Traits.Where(pair => pair.Value.IsSet).ToDictionary(pair => pair.Key, pair => (object?)pair.Value.Text ?? pair.Value.Number ?? (object?)pair.Value.Flag),
            Scores(profile.Genres, time), Scores(profile.Categories, time),
            profile.Events.ToDictionary(pair => pair.Key, pair => new EventSummary(
                pair.Value.CountSince(int.MinValue, null), pair.Value.CountSince(time.Today - 29, null), pair.Value.First, pair.Value.Last)),
            [.. profile.Segments.Select(s => new MembershipView(AdPlatform.Hosting.Ids.Format("seg", s.SegmentId), segmentNames.GetValueOrDefault(s.SegmentId), s.Version, s.EnteredAt))],
            profile.Device?.Value, profile.Country?.Value, profile.Language?.Value,
            new Dictionary<string, int> { ["night"] = profile.Dayparts[0], ["morning"] = profile.Dayparts[1], ["afternoon"] = profile.Dayparts[2], ["evening"] = profile.Dayparts[3] },
            profile.Exposure, profile.Consent, ConsentGate.Of(profile, tcfApplies));
    }

    private static Dictionary<string, double> Scores(Dictionary<string, DecayedScore> scores, EvaluationTime time) =>
        scores.Select(pair => (pair.Key, Value: Math.Round(pair.Value.ValueAt(time.Now, time.HalfLife), 4)))
            .OrderByDescending(pair => pair.Value).ToDictionary(pair => pair.Key, pair => pair.Value);
}

/// <param name="Last30Days">Today and the 29 days before, UTC.</param>
internal sealed record EventSummary(int Count, int Last30Days, DateTimeOffset First, DateTimeOffset Last);

internal sealed record MembershipView(string SegmentId, string? Name, int Version, DateTimeOffset EnteredAt);
