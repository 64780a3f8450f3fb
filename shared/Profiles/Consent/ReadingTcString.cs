namespace AdPlatform.Profiles.Consent;

/// <summary>Field by field as the format's tables have them; widths in bits.</summary>
internal static class ReadingTcString
{
    /// <summary>Version 2 of the format serves all of TCF 2.x.</summary>
    private const int Version = 2;

    /// <summary>No honest string is as long; it bounds what a hostile one costs.</summary>
    private const int MaxLength = 32 * 1024;

    private const int Purposes = 24;
    private const int SpecialFeatures = 12;
    private const int Disclosed = 1;
    private const int Allowed = 2;
    private const int PublisherTc = 3;

    public static TcString? Read(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength }) return null;
        var segments = text.Split('.', 5);
        if (segments.Length > 4 || Core(segments[0]) is not { } tc) return null;
        foreach (var segment in segments.AsSpan(1))
        {
            if (With(tc, segment) is not { } more) return null;
            tc = more;
        }
        return tc;
    }

    private static TcString? Core(string segment)
    {
        var bits = new BitReader(segment);
        if (bits.Int(6) != Version) return null;
        var tc = new TcString
        {
            Created = Time(bits.Number(36)),
            LastUpdated = Time(bits.Number(36)),
            CmpId = bits.Int(12),
            CmpVersion = bits.Int(12),
            ConsentScreen = bits.Int(6),
            ConsentLanguage = bits.Letters(),
            VendorListVersion = bits.Int(12),
            PolicyVersion = bits.Int(6),
            IsServiceSpecific = bits.Flag(),
            UseNonStandardTexts = bits.Flag(),
            SpecialFeatureOptIns = IdRanges.Bits(ref bits, SpecialFeatures),
            PurposeConsents = IdRanges.Bits(ref bits, Purposes),
            PurposeLegitimateInterests = IdRanges.Bits(ref bits, Purposes),
            PurposeOneTreatment = bits.Flag(),
            PublisherCountry = bits.Letters(),
            VendorConsents = IdRanges.Vendors(ref bits),
            VendorLegitimateInterests = IdRanges.Vendors(ref bits),
            PublisherRestrictions = Restrictions(ref bits),
        };
        return bits.Failed ? null : tc;
    }

    private static List<PublisherRestriction> Restrictions(ref BitReader bits)
    {
        var count = bits.Int(12);
        var restrictions = new List<PublisherRestriction>();
        for (var i = 0; i < count && !bits.Failed; i++)
            restrictions.Add(new(bits.Int(6), (RestrictionType)bits.Int(2), IdRanges.Entries(ref bits, ushort.MaxValue)));
        return restrictions;
    }

    /// <summary>A segment of unknown type, or a second one of a type, is against the format.</summary>
    private static TcString? With(TcString tc, string segment)
    {
        var bits = new BitReader(segment);
        var more = bits.Int(3) switch
        {
            Disclosed when tc.VendorsDisclosed is null => tc with { VendorsDisclosed = IdRanges.Vendors(ref bits) },
            Allowed when tc.VendorsAllowed is null => tc with { VendorsAllowed = IdRanges.Vendors(ref bits) },
            PublisherTc when tc.Publisher is null => tc with { Publisher = Publisher(ref bits) },
            _ => null,
        };
        return bits.Failed ? null : more;
    }

    private static PublisherPurposes Publisher(ref BitReader bits)
    {
        var (consents, interests, custom) = (IdRanges.Bits(ref bits, Purposes), IdRanges.Bits(ref bits, Purposes), bits.Int(6));
        return new(consents, interests, custom, IdRanges.Bits(ref bits, custom), IdRanges.Bits(ref bits, custom));
    }

    /// <summary>Tenths of a second since 1970; 36 bits end in 2187.</summary>
    private static DateTimeOffset Time(long deciseconds) => DateTimeOffset.FromUnixTimeMilliseconds(deciseconds * 100);
}
