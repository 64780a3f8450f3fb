using System.Globalization;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Consent;

/// <summary>What may be kept of a viewer.</summary>
internal enum Permission
{
    /// <summary>Purpose 1 (store and access information) is refused: nothing at all.</summary>
    Nothing,

    /// <summary>Purpose 3 (create a profile for advertising) is refused: the ids, the age if told, and the consent itself.</summary>
    Identity,

    Profile,
}

/// <summary>The purposes of the TCF, policy version 5, that building, selecting and measuring stand on.</summary>
internal static class ConsentGate
{
    public const int Store = 1;
    private const int BuildProfile = 3;
    private const int SelectByProfile = 4;
    private const int MeasureAds = 7;

    /// <summary>DSA art. 28(2): nobody known to be a minor is profiled.</summary>
    private const int AgeOfMajority = 18;

    public static Permission Of(ViewerProfile profile, bool tcfApplies) =>
        !profile.Allows(Store, tcfApplies) ? Permission.Nothing
        : !profile.Allows(BuildProfile, tcfApplies) || IsMinor(profile) ? Permission.Identity
        : Permission.Profile;

    /// <summary>Whether ads may be chosen by the profile; otherwise the viewer is in no segment and in no audience.</summary>
    public static bool MaySelect(ViewerProfile profile, bool tcfApplies) =>
        Of(profile, tcfApplies) == Permission.Profile && profile.Allows(SelectByProfile, tcfApplies);

    public static bool MayMeasure(ViewerProfile profile, bool tcfApplies) =>
        Of(profile, tcfApplies) == Permission.Profile && profile.Allows(MeasureAds, tcfApplies);

    private static bool IsMinor(ViewerProfile profile) =>
        (profile.Traits.TryGetValue("age", out var age) && (age.Number ?? Number(age.Text)) < AgeOfMajority)
        || (profile.Traits.TryGetValue("minor", out var minor) && minor.Flag == true);

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
