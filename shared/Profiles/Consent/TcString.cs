namespace AdPlatform.Profiles.Consent;

/// <summary>
/// A transparency and consent string, TCF v2.0 to 2.3 (IAB Tech Lab, "Consent string and vendor list formats v2"). Purposes are 1 to 24, special features
/// 1 to 12, vendors 1 to 65,535.
/// </summary>
public sealed record TcString
{
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }
    public required int CmpId { get; init; }
    public required int CmpVersion { get; init; }
    public required int ConsentScreen { get; init; }

    /// <summary>ISO 639-1, upper case.</summary>
    public required string ConsentLanguage { get; init; }

    public required int VendorListVersion { get; init; }

    /// <summary>2 for TCF 2.0, 3 for 2.1, 4 for 2.2, 5 for 2.3.</summary>
    public required int PolicyVersion { get; init; }

    public required bool IsServiceSpecific { get; init; }
    public required bool UseNonStandardTexts { get; init; }
    public required IdRanges SpecialFeatureOptIns { get; init; }
    public required IdRanges PurposeConsents { get; init; }
    public required IdRanges PurposeLegitimateInterests { get; init; }

    /// <summary>Purpose 1 was not disclosed at all, as the publisher's country allows.</summary>
    public required bool PurposeOneTreatment { get; init; }

    /// <summary>ISO 3166-1 alpha-2; AA when unknown.</summary>
    public required string PublisherCountry { get; init; }

    public required IdRanges VendorConsents { get; init; }
    public required IdRanges VendorLegitimateInterests { get; init; }
    public required IReadOnlyList<PublisherRestriction> PublisherRestrictions { get; init; }

    /// <summary>Null without the segment, which TCF 2.3 demands.</summary>
    public IdRanges? VendorsDisclosed { get; init; }

    /// <summary>Null without the segment.</summary>
    public IdRanges? VendorsAllowed { get; init; }

    /// <summary>Null without the segment.</summary>
    public PublisherPurposes? Publisher { get; init; }

    /// <summary>Never throws.</summary>
    /// <param name="text">Segments with dots between, in web-safe base64 without padding.</param>
    /// <returns>Null for anything that is cut off, of another version, or against the format.</returns>
    public static TcString? TryRead(string? text) => ReadingTcString.Read(text);

    public bool IsRestricted(int purpose, RestrictionType type, int vendor)
    {
        foreach (var restriction in PublisherRestrictions)
            if (restriction.Purpose == purpose && restriction.Type == type && restriction.Vendors.Contains(vendor)) return true;
        return false;
    }
}

public enum RestrictionType
{
    NotAllowed = 0,
    RequireConsent = 1,
    RequireLegitimateInterest = 2,

    /// <summary>Reserved, without meaning.</summary>
    Undefined = 3,
}

public sealed record PublisherRestriction(int Purpose, RestrictionType Type, IdRanges Vendors);

/// <summary>What the viewer told the publisher for the publisher's own purposes: segment publisherTC.</summary>
/// <param name="CustomPurposes">How many there are, 0 to 63.</param>
public sealed record PublisherPurposes(IdRanges Consents, IdRanges LegitimateInterests, int CustomPurposes, IdRanges CustomConsents, IdRanges CustomLegitimateInterests);
