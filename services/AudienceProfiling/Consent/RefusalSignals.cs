using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;

namespace AdPlatform.AudienceProfiling.Consent;

/// <summary>
/// What refuses by itself, whatever a banner has stored: Global Privacy Control, Do Not Track and limited ad tracking refuse purposes 3 and 4 (no profile is
/// built or used); COPPA, a child under 13, refuses 1 (nothing is kept at all). None of them ever allows.
/// </summary>
internal static class RefusalSignals
{
    /// <summary>Member of the context of events from before there were facts, which the door alone wrote, from the request's headers.</summary>
    public const string OfRequest = "requestSignals";

    private static readonly int[] Profiling = [3, 4];
    private static readonly int[] Storing = [ConsentGate.Store];

    /// <summary>
    /// <c>context.consent.gpc</c>, <c>dnt</c>, <c>lmt</c>, <c>coppa</c> (true or 1); <c>context.device.adTrackingEnabled: false</c>, as Segment's mobile libraries
    /// send it; the headers Sec-GPC and DNT of the request.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    /// <param name="ofRequest">What the headers of the request said, or null.</param>
    public static (IReadOnlyList<int> Purposes, string Source)? Of(JsonElement context, string? ofRequest)
    {
        var consent = context.Member("consent");
        if (IsOn(consent, "coppa")) return (Storing, "context.consent.coppa");
        foreach (var name in (string[])["gpc", "dnt", "lmt"])
            if (IsOn(consent, name)) return (Profiling, $"context.consent.{name}");
        if (context.Member("device").Member("adTrackingEnabled").ValueKind == JsonValueKind.False) return (Profiling, "context.device.adTrackingEnabled");
        return ofRequest is not null ? (Profiling, ofRequest) : null;
    }

    /// <returns>The header that says so, or null.</returns>
    public static string? Of(IHeaderDictionary headers) => headers["Sec-GPC"] == "1" ? "Sec-GPC" : headers["DNT"] == "1" ? "DNT" : null;

    private static bool IsOn(JsonElement consent, string name) => consent.Member(name) is var value
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1) || (value.ValueKind == JsonValueKind.String && value.GetString() is "1" or "true"));
}
