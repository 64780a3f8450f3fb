namespace AdPlatform.Profiles.Consent;

/// <summary>What a vendor declares in the Global Vendor List.</summary>
/// <param name="Purposes">By consent.</param>
/// <param name="LegitimateInterests">By legitimate interest.</param>
/// <param name="Flexible">Where a publisher restriction may choose the other basis.</param>
public sealed record VendorDeclaration(IReadOnlyCollection<int> Purposes, IReadOnlyCollection<int> LegitimateInterests, IReadOnlyCollection<int> Flexible)
{
    /// <summary>Consent for every purpose of the TCF: asks for most and never leans on legitimate interest.</summary>
    public static VendorDeclaration ConsentOnly { get; } = new([.. Enumerable.Range(1, LegalBasis.LastPurpose)], [], []);

    internal bool MayConsent(int purpose, bool chosen) => Purposes.Contains(purpose) || MayFlex(purpose, chosen, LegitimateInterests);

    internal bool MayInterest(int purpose, bool chosen) => LegitimateInterests.Contains(purpose) || MayFlex(purpose, chosen, Purposes);

    /// <summary>A flexible purpose keeps the basis that it was declared with until a restriction chooses the other; with none declared, either holds.</summary>
    private bool MayFlex(int purpose, bool chosen, IReadOnlyCollection<int> other) => Flexible.Contains(purpose) && (chosen || !other.Contains(purpose));
}

/// <summary>How much of the string is held against the vendor.</summary>
/// <param name="Purpose">The purpose's own consent or legitimate interest bit.</param>
/// <param name="Vendor">The vendor's.</param>
/// <param name="Exempt">Nothing but a publisher's prohibition.</param>
public sealed record Enforcement(bool Purpose, bool Vendor, bool Exempt = false)
{
    public static Enforcement Full { get; } = new(true, true);
}

/// <summary>May a vendor work for a purpose? TCF Policies, and "Consent string and vendor list formats v2", publisher restrictions.</summary>
public static class LegalBasis
{
    /// <summary>TCF purposes are numbered 1 to 11 (Policies, appendix A).</summary>
    public const int LastPurpose = 11;

    /// <summary>TCF 2.2: purposes 3 to 6 stand on consent alone.</summary>
    private const int ConsentOnlyFromPolicy = 4;

    /// <summary>From this day the segment disclosedVendors is mandatory (TCF 2.3): a string of it or later without one discloses nobody.</summary>
    private static readonly DateTimeOffset DisclosureMandatory = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="vendor">Null when the list does not know it: only <see cref="Enforcement"/> that asks for nothing allows it.</param>
    public static bool Allows(TcString tc, int purpose, int vendorId, VendorDeclaration? vendor, Enforcement enforcement)
    {
        // A prohibition beats everything, exemptions too.
        if (tc.IsRestricted(purpose, RestrictionType.NotAllowed, vendorId)) return false;
        if (enforcement is { Exempt: true } or { Purpose: false, Vendor: false }) return true;
        if (vendor is null) return false;
        var needsConsent = tc.IsRestricted(purpose, RestrictionType.RequireConsent, vendorId);
        var needsInterest = tc.IsRestricted(purpose, RestrictionType.RequireLegitimateInterest, vendorId);
        return (!needsInterest && vendor.MayConsent(purpose, needsConsent) && HasConsent(tc, purpose, vendorId, enforcement))
            || (!needsConsent && vendor.MayInterest(purpose, needsInterest) && HasInterest(tc, purpose, vendorId, enforcement));
    }

    /// <summary>Without the vendor list: the purpose by consent (or by legitimate interest where that is allowed), and the vendor by consent.</summary>
    public static bool AllowsWithoutList(TcString tc, int purpose, int vendorId, Enforcement enforcement, bool allowInterest = false) =>
        !tc.IsRestricted(purpose, RestrictionType.NotAllowed, vendorId)
        && (enforcement.Exempt || ((!enforcement.Purpose || tc.PurposeConsents.Contains(purpose) || (allowInterest && tc.PurposeLegitimateInterests.Contains(purpose)))
            && (!enforcement.Vendor || tc.VendorConsents.Contains(vendorId))));

    /// <summary>Every purpose, 1 to 11, and whether it may be worked for.</summary>
    /// <param name="vendorId">Null: the purposes' consents alone, for an operator that is no vendor of the list.</param>
    public static IReadOnlyDictionary<int, bool> PurposesOf(TcString tc, int? vendorId) => Enumerable.Range(1, LastPurpose).ToDictionary(
        purpose => purpose,
        purpose => vendorId is { } id
            ? IsDisclosed(tc, id) && Allows(tc, purpose, id, VendorDeclaration.ConsentOnly, Enforcement.Full)
            : tc.PurposeConsents.Contains(purpose));

    public static bool IsDisclosed(TcString tc, int vendorId) => tc.VendorsDisclosed?.Contains(vendorId) ?? tc.LastUpdated < DisclosureMandatory;

    private static bool HasConsent(TcString tc, int purpose, int vendorId, Enforcement enforcement) =>
        (!enforcement.Purpose || tc.PurposeConsents.Contains(purpose)) && (!enforcement.Vendor || tc.VendorConsents.Contains(vendorId));

    private static bool HasInterest(TcString tc, int purpose, int vendorId, Enforcement enforcement) =>
        purpose != 1 && (tc.PolicyVersion < ConsentOnlyFromPolicy || purpose is < 3 or > 6)
        && (!enforcement.Purpose || tc.PurposeLegitimateInterests.Contains(purpose)) && (!enforcement.Vendor || tc.VendorLegitimateInterests.Contains(vendorId));
}
