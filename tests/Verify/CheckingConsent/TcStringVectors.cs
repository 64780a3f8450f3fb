using System.Globalization;
using System.Text.Json;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.Verify.CheckingConsent;

internal static class TcStringVectors
{
    /// <param name="vector">{tcString, decoded} by the reference library's names.</param>
    /// <returns>Where they disagree; null when they agree.</returns>
    public static string? Disagreement(JsonElement vector) =>
        TcString.TryRead(vector.GetProperty("tcString").GetString()) is { } tc ? ConsentVectors.Differing(vector.GetProperty("decoded"), Decoded(tc)) : "refused";

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Decoded(TcString tc) => new()
    {
        ["version"] = 2,
        ["created"] = Time(tc.Created),
        ["lastUpdated"] = Time(tc.LastUpdated),
        ["cmpId"] = tc.CmpId,
        ["cmpVersion"] = tc.CmpVersion,
        ["consentScreen"] = tc.ConsentScreen,
        ["consentLanguage"] = tc.ConsentLanguage,
        ["vendorListVersion"] = tc.VendorListVersion,
        ["tcfPolicyVersion"] = tc.PolicyVersion,
        ["isServiceSpecific"] = tc.IsServiceSpecific,
        ["useNonStandardTexts"] = tc.UseNonStandardTexts,
        ["purposeOneTreatment"] = tc.PurposeOneTreatment,
        ["publisherCC"] = tc.PublisherCountry,
        ["specialFeatureOptins"] = tc.SpecialFeatureOptIns.Ids(),
        ["purposeConsents"] = tc.PurposeConsents.Ids(),
        ["purposeLegitimateInterests"] = tc.PurposeLegitimateInterests.Ids(),
        ["vendorConsents"] = tc.VendorConsents.Ids(),
        ["vendorLegitimateInterests"] = tc.VendorLegitimateInterests.Ids(),
        ["publisherRestrictions"] = tc.PublisherRestrictions.OrderBy(r => r.Purpose).ThenBy(r => r.Type)
            .Select(r => new { purposeId = r.Purpose, restrictionType = (int)r.Type, vendors = r.Vendors.Ids() }),
        ["vendorsDisclosed"] = (tc.VendorsDisclosed ?? IdRanges.None).Ids(),
        ["vendorsAllowed"] = (tc.VendorsAllowed ?? IdRanges.None).Ids(),
        ["publisherConsents"] = (tc.Publisher?.Consents ?? IdRanges.None).Ids(),
        ["publisherLegitimateInterests"] = (tc.Publisher?.LegitimateInterests ?? IdRanges.None).Ids(),
        ["numCustomPurposes"] = tc.Publisher?.CustomPurposes ?? 0,
        ["publisherCustomConsents"] = (tc.Publisher?.CustomConsents ?? IdRanges.None).Ids(),
        ["publisherCustomLegitimateInterests"] = (tc.Publisher?.CustomLegitimateInterests ?? IdRanges.None).Ids(),
    };
}
