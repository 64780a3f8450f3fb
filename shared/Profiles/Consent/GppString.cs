namespace AdPlatform.Profiles.Consent;

/// <summary>A string of the Global Privacy Platform (IAB Tech Lab, "GPP consent string specification", version 1).</summary>
/// <param name="SectionIds">Ascending, as the header has them.</param>
/// <param name="Sections">In the same order.</param>
public sealed record GppString(IReadOnlyList<int> SectionIds, IReadOnlyList<GppSection> Sections)
{
    public TcString? TcfEu => Sections.OfType<TcfEuSection>().FirstOrDefault()?.Tc;

    /// <summary>The viewer refused sale, sharing or targeted advertising under a law of the United States, or sent the Global Privacy Control.</summary>
    public bool IsOptedOut => Sections.Any(section => section is UsSection { IsOptedOut: true } or UsPrivacySection { Privacy.OptOutSale: 'Y' });

    /// <summary>Never throws; null for anything that is cut off or against the format. A section that is not decoded here is <see cref="UnreadSection"/>.</summary>
    public static GppString? TryRead(string? text) => ReadingGppString.Read(text);
}

public abstract record GppSection(int Id);

public sealed record TcfEuSection(TcString Tc) : GppSection(ReadingGppString.TcfEu);

public sealed record UsPrivacySection(UsPrivacy Privacy) : GppSection(ReadingGppString.UsPrivacyV1);

/// <param name="Fields">By the specification's names; single values as lists of one.</param>
/// <param name="Gpc">Null where the section cannot tell it.</param>
public sealed record UsSection(int Id, string Name, int Version, IReadOnlyDictionary<string, IReadOnlyList<int>> Fields, bool? Gpc) : GppSection(Id)
{
    private const int OptedOut = 1;
    private static readonly string[] OptOuts = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];

    public bool IsOptedOut => Gpc == true || OptOuts.Any(name => Fields.TryGetValue(name, out var values) && values[0] == OptedOut);
}

public sealed record UnreadSection(int Id) : GppSection(Id);
