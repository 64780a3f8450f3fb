using System.Text.Json;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.Verify.CheckingConsent;

internal static class GppStringVectors
{
    /// <param name="vector">{gpp, decoded: {sectionIds, sections}} by the reference library's names.</param>
    /// <returns>Where they disagree; null when they agree.</returns>
    public static string? Disagreement(JsonElement vector)
    {
        if (GppString.TryRead(vector.GetProperty("gpp").GetString()) is not { } gpp) return "refused";
        var decoded = vector.GetProperty("decoded");
        if (ConsentVectors.Differing("sectionIds", decoded.GetProperty("sectionIds"), gpp.SectionIds) is { } ids) return ids;
        var sections = gpp.Sections.ToDictionary(Name, Decoded);
        if (decoded.GetProperty("sections").EnumerateObject().Count() != sections.Count) return $"sections: found {string.Join(", ", sections.Keys)}";
        return decoded.GetProperty("sections").EnumerateObject()
            .Select(section => sections.TryGetValue(section.Name, out var found) ? ConsentVectors.Differing(section.Value, found) : $"{section.Name} is missing")
            .FirstOrDefault(difference => difference is not null);
    }

    private static string Name(GppSection section) => section switch
    {
        TcfEuSection => "tcfeuv2",
        UsPrivacySection => "uspv1",
        UsSection us => us.Name,
        _ => $"unread {section.Id}",
    };

    private static Dictionary<string, object> Decoded(GppSection section) => section switch
    {
        TcfEuSection { Tc: var tc } => Decoded(tc),
        UsPrivacySection { Privacy: var us } => new() { ["Version"] = 1, ["Notice"] = us.Notice, ["OptOutSale"] = us.OptOutSale, ["LspaCovered"] = us.LspaCovered },
        UsSection us => Decoded(us),
        _ => [],
    };

    private static Dictionary<string, object> Decoded(UsSection us)
    {
        // The library gives every opt-in of a child as a list, except where the section has one only.
        var fields = us.Fields.ToDictionary(field => field.Key, field => field.Value.Count == 1 ? field.Value[0] : (object)field.Value);
        fields["Version"] = us.Version;
        if (us.Gpc is not { } gpc) return fields;
        (fields["GpcSegmentType"], fields["Gpc"]) = (1, gpc);
        return fields;
    }

    /// <summary>The library gives absent segments as empty ones.</summary>
    private static Dictionary<string, object> Decoded(TcString tc) => new()
    {
        ["Version"] = 2,
        ["Created"] = TcStringVectors.Time(tc.Created),
        ["LastUpdated"] = TcStringVectors.Time(tc.LastUpdated),
        ["CmpId"] = tc.CmpId,
        ["CmpVersion"] = tc.CmpVersion,
        ["ConsentScreen"] = tc.ConsentScreen,
        ["ConsentLanguage"] = tc.ConsentLanguage,
        ["VendorListVersion"] = tc.VendorListVersion,
        ["PolicyVersion"] = tc.PolicyVersion,
        ["IsServiceSpecific"] = tc.IsServiceSpecific,
        ["UseNonStandardStacks"] = tc.UseNonStandardTexts,
        ["SpecialFeatureOptins"] = Bits(tc.SpecialFeatureOptIns, 12),
        ["PurposeConsents"] = Bits(tc.PurposeConsents, 24),
        ["PurposeLegitimateInterests"] = Bits(tc.PurposeLegitimateInterests, 24),
        ["PurposeOneTreatment"] = tc.PurposeOneTreatment,
        ["PublisherCountryCode"] = tc.PublisherCountry,
        ["VendorConsents"] = tc.VendorConsents.Ids(),
        ["VendorLegitimateInterests"] = tc.VendorLegitimateInterests.Ids(),
        ["PublisherRestrictions"] = tc.PublisherRestrictions.Select(r => new { purposeId = r.Purpose, restrictionType = (int)r.Type, vendors = r.Vendors.Ids() }),
        ["PublisherPurposesSegmentType"] = 3,
        ["PublisherConsents"] = Bits(tc.Publisher?.Consents, 24),
        ["PublisherLegitimateInterests"] = Bits(tc.Publisher?.LegitimateInterests, 24),
        ["NumCustomPurposes"] = tc.Publisher?.CustomPurposes ?? 0,
        ["PublisherCustomConsents"] = Bits(tc.Publisher?.CustomConsents, tc.Publisher?.CustomPurposes ?? 0),
        ["PublisherCustomLegitimateInterests"] = Bits(tc.Publisher?.CustomLegitimateInterests, tc.Publisher?.CustomPurposes ?? 0),
        ["VendorsAllowedSegmentType"] = 2,
        ["VendorsAllowed"] = (tc.VendorsAllowed ?? IdRanges.None).Ids(),
        ["VendorsDisclosedSegmentType"] = 1,
        ["VendorsDisclosed"] = (tc.VendorsDisclosed ?? IdRanges.None).Ids(),
    };

    private static IEnumerable<bool> Bits(IdRanges? ids, int count) => Enumerable.Range(1, count).Select(id => ids?.Contains(id) == true);
}
