namespace AdPlatform.Profiles.Consent;

/// <summary>A field of values of 2 bits each: 0 not applicable, 1 yes (opted out, notice given), 2 no.</summary>
/// <param name="Count">Null for a single value that is no list.</param>
internal sealed record UsField(string Name, int? Count = null);

/// <summary>Which fields a GPP section of a US state (or the national one) has, in order, after its version of 6 bits. IAB Tech Lab, GPP, "Sections/US-*".</summary>
/// <param name="HasGpc">A second segment may tell the Global Privacy Control.</param>
internal sealed record UsSectionLayout(string Name, bool HasGpc, IReadOnlyList<UsField> Fields)
{
    private static readonly UsField[] Mspa = [new("MspaCoveredTransaction"), new("MspaOptOutOptionMode"), new("MspaServiceProviderMode")];

    private static readonly UsField[] State =
    [
        new("SharingNotice"), new("SaleOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SaleOptOut"), new("TargetedAdvertisingOptOut"),
    ];

    private static readonly UsSectionLayout California = new("usca", true,
    [
        new("SaleOptOutNotice"), new("SharingOptOutNotice"), new("SensitiveDataLimitUseNotice"), new("SaleOptOut"), new("SharingOptOut"),
        new("SensitiveDataProcessing", 9), new("KnownChildSensitiveDataConsents", 2), new("PersonalDataConsents"), .. Mspa,
    ]);

    private static readonly UsSectionLayout Virginia = new("usva", false, [.. State, new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents"), .. Mspa]);
    private static readonly UsSectionLayout Colorado = new("usco", true, [.. State, new("SensitiveDataProcessing", 7), new("KnownChildSensitiveDataConsents"), .. Mspa]);

    private static readonly UsSectionLayout Utah = new("usut", false,
    [
        new("SharingNotice"), new("SaleOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SensitiveDataProcessingOptOutNotice"), new("SaleOptOut"),
        new("TargetedAdvertisingOptOut"), new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents"), .. Mspa,
    ]);

    private static readonly UsSectionLayout Connecticut = new("usct", true, [.. State, new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents", 3), .. Mspa]);
    private static readonly UsSectionLayout National = NationalOf(sensitive: 16, children: 3);
    private static readonly UsSectionLayout NationalFirst = NationalOf(sensitive: 12, children: 2);

    /// <summary>Null for a section that is not decoded here.</summary>
    public static UsSectionLayout? Of(int section, int version) => section switch
    {
        7 => version == 1 ? NationalFirst : National,
        8 => California,
        9 => Virginia,
        10 => Colorado,
        11 => Utah,
        12 => Connecticut,
        _ => null,
    };

    private static UsSectionLayout NationalOf(int sensitive, int children) => new("usnat", true,
    [
        new("SharingNotice"), new("SaleOptOutNotice"), new("SharingOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SensitiveDataProcessingOptOutNotice"),
        new("SensitiveDataLimitUseNotice"), new("SaleOptOut"), new("SharingOptOut"), new("TargetedAdvertisingOptOut"), new("SensitiveDataProcessing", sensitive),
        new("KnownChildSensitiveDataConsents", children), new("PersonalDataConsents"), .. Mspa,
    ]);
}
