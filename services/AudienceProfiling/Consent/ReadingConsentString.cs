using System.Text.Json;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.AudienceProfiling.Consent;

/// <summary>Consent in the industry's strings. JSON null is as good as absent.</summary>
internal static class ReadingConsentString
{
    /// <summary>Create and use profiles for advertising: what an opt-out from sale, sharing or targeted advertising refuses.</summary>
    private static readonly int[] TargetedAdvertising = [3, 4];

    /// <returns>Null when there is none.</returns>
    public static ConsentStatement? Read(JsonElement consent, int? tcfVendorId) =>
        Read(consent, "tcString", text => TcString.TryRead(text) is { } tc ? LegalBasis.PurposesOf(tc, tcfVendorId) : null)
        ?? Read(consent, "gppString", text => GppString.TryRead(text) is { } gpp ? PurposesOf(gpp, tcfVendorId) : null)
        ?? Read(consent, "usPrivacy", text => UsPrivacy.TryRead(text) is { } us ? OptedOut(us.OptOutSale == 'Y') : null);

    private static ConsentStatement? Read(JsonElement consent, string name, Func<string?, IReadOnlyDictionary<int, bool>?> purposesOf)
    {
        if (!consent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var source = $"context.consent.{name}";
        return value.ValueKind == JsonValueKind.String && purposesOf(value.GetString()) is { } purposes ? new(purposes, source, false) : ConsentStatement.Unreadable(source);
    }

    /// <returns>Null when nothing of it is understood: a no may be in there.</returns>
    private static Dictionary<int, bool>? PurposesOf(GppString gpp, int? tcfVendorId)
    {
        if (gpp.Sections.Count > 0 && gpp.Sections.All(section => section is UnreadSection)) return null;
        var purposes = OptedOut(gpp.IsOptedOut);
        if (gpp.TcfEu is not { } tc) return purposes;
        foreach (var (purpose, allowed) in LegalBasis.PurposesOf(tc, tcfVendorId)) purposes.TryAdd(purpose, allowed);
        return purposes;
    }

    /// <summary>Who did not opt out said nothing: the regime's default holds, and no earlier refusal is lifted.</summary>
    private static Dictionary<int, bool> OptedOut(bool isOptedOut) => isOptedOut ? TargetedAdvertising.ToDictionary(purpose => purpose, _ => false) : [];
}
