using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>What of a viewer leaves this service: no id, no trait, no event.</summary>
internal static class CachingViewer
{
    public static ProfileWrite ForStore(this ViewerProfile profile, string publisherId, long version, TimeSpan halfLife, bool tcfApplies, ViewerKeys keys) => new(
        new CachedProfile
        {
            PublisherId = publisherId,
            Hash = keys.HashOf(publisherId, ViewerKeys.Canonical(profile)),
            Version = version,
            InterestHalfLife = halfLife,
            Genres = new Dictionary<string, DecayedScore>(profile.Genres),
            Categories = new Dictionary<string, DecayedScore>(profile.Categories),
            Segments = ConsentGate.MaySelect(profile, tcfApplies) ? [.. profile.Segments] : [],
            Device = profile.Device?.Value,
            Country = profile.Country?.Value,
            Language = profile.Language?.Value,
            Exposure = profile.Exposure,
            Consent = new ConsentSummary
            {
                Applies = tcfApplies,
                Purposes = profile.Consent.ToDictionary(pair => pair.Key, pair => pair.Value.Allowed),
                Source = profile.Consent.Count > 0 ? profile.Consent.Values.MaxBy(consent => consent.At).Source : null,
                At = profile.Consent.Count > 0 ? profile.Consent.Values.Max(consent => consent.At) : null,
            },
        },
        keys.HashesOf(publisherId, profile));
}
