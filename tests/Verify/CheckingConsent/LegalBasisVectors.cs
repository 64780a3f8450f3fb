using System.Globalization;
using System.Text.Json;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.Verify.CheckingConsent;

internal static class LegalBasisVectors
{
    /// <param name="vector">{tcString, vendorId, gvlVendor, config, overrides, want: {purpose: allowed}}, as in Prebid Server's tests.</param>
    /// <returns>Where they disagree; null when they agree.</returns>
    public static string? Disagreement(JsonElement vector)
    {
        if (TcString.TryRead(vector.GetProperty("tcString").GetString()) is not { } tc) return "refused";
        var vendor = vector.GetProperty("vendorId").GetInt32();
        var list = vector.GetProperty("gvlVendor");
        var enforcement = new Enforcement(
            Purpose: Is(vector, "config", "enforcePurpose") || Is(vector, "overrides", "enforcePurpose"),
            Vendor: (Is(vector, "config", "enforceVendors") || Is(vector, "overrides", "enforceVendors")) && !Is(vector, "config", "basicEnforcementVendor"),
            Exempt: Is(vector, "config", "vendorException") && !Is(vector, "overrides", "blockVendorExceptions"));
        foreach (var want in vector.GetProperty("want").EnumerateObject())
        {
            var purpose = int.Parse(want.Name, CultureInfo.InvariantCulture);
            var found = list.ValueKind == JsonValueKind.String
                ? LegalBasis.AllowsWithoutList(tc, purpose, vendor, enforcement, Is(vector, "overrides", "allowLITransparency"))
                : LegalBasis.Allows(tc, purpose, vendor, Declaration(list), enforcement);
            if (found != want.Value.GetBoolean()) return $"{vector.GetProperty("description").GetString()}: purpose {purpose}: found {found}";
        }
        return null;
    }

    private static VendorDeclaration? Declaration(JsonElement list) =>
        list.ValueKind == JsonValueKind.Null ? null : new(Ids(list, "purposes"), Ids(list, "legIntPurposes"), Ids(list, "flexiblePurposes"));

    private static int[] Ids(JsonElement list, string name) => [.. list.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static bool Is(JsonElement vector, string group, string flag) => vector.GetProperty(group).TryGetProperty(flag, out var value) && value.GetBoolean();
}
