using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

/// <summary>A profile as text, to be compared.</summary>
internal static class ProfileFacts
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>Everything but the order of lists; scores to nine digits.</summary>
    public static string Of(ViewerProfile profile, DateTimeOffset at) => JsonSerializer.Serialize(new
    {
        Ids = profile.Ids.OrderBy(id => id.ToString()),
        profile.FirstSeen,
        profile.LastSeen,
        Traits = profile.Traits.OrderBy(t => t.Key),
        Genres = profile.Genres.OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Value.ValueAt(at, HalfLife):G9}"),
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
