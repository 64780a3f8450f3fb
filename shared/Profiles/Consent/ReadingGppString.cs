namespace AdPlatform.Profiles.Consent;

internal static class ReadingGppString
{
    public const int TcfEu = 2;
    public const int UsPrivacyV1 = 6;

    private const int HeaderType = 3;
    private const int HeaderVersion = 1;
    private const int GpcSegment = 1;

    /// <summary>As for TC strings, with room for the other sections.</summary>
    private const int MaxLength = 64 * 1024;

    /// <summary>Some 30 are assigned.</summary>
    private const int MaxSections = 256;

    public static GppString? Read(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength }) return null;
        var parts = text.Split('~');
        if (Header(parts[0]) is not { } ids || ids.Count != parts.Length - 1) return null;
        var sections = new List<GppSection>(ids.Count);
        for (var i = 0; i < ids.Count; i++)
        {
            if (Section(ids[i], parts[i + 1]) is not { } section) return null;
            sections.Add(section);
        }
        return new(ids, sections);
    }

    /// <summary>Section ids ascend; each entry tells the distance from the one before, a range also its length.</summary>
    private static List<int>? Header(string text)
    {
        var bits = new BitReader(text);
        if (bits.Int(6) != HeaderType || bits.Int(6) != HeaderVersion) return null;
        var count = bits.Int(12);
        var (ids, last) = (new List<int>(), 0);
        for (var i = 0; i < count && !bits.Failed; i++)
        {
            var isRange = bits.Flag();
            var first = last + bits.Fibonacci();
            last = isRange ? first + bits.Fibonacci() : first;
            if (last - first + ids.Count >= MaxSections) bits.Fail();
            for (var id = first; id <= last && !bits.Failed; id++) ids.Add(id);
        }
        return bits.Failed ? null : ids;
    }

    private static GppSection? Section(int id, string text) => id switch
    {
        TcfEu => TcString.TryRead(text) is { } tc ? new TcfEuSection(tc) : null,
        UsPrivacyV1 => UsPrivacy.TryRead(text) is { } privacy ? new UsPrivacySection(privacy) : null,
        >= 7 and <= 12 => UnitedStates(id, text.Split('.', 3)),
        _ => new UnreadSection(id),
    };

    private static UsSection? UnitedStates(int id, string[] segments)
    {
        var bits = new BitReader(segments[0]);
        var version = bits.Int(6);
        if (UsSectionLayout.Of(id, version) is not { } layout || segments.Length > (layout.HasGpc ? 2 : 1)) return null;
        var fields = new Dictionary<string, IReadOnlyList<int>>(layout.Fields.Count);
        foreach (var field in layout.Fields)
        {
            var values = new int[field.Count ?? 1];
            for (var i = 0; i < values.Length; i++) values[i] = bits.Int(2);
            fields[field.Name] = values;
        }

        bool? gpc = layout.HasGpc ? false : null;
        if (segments.Length == 2)
        {
            var second = new BitReader(segments[1]);
            if (second.Int(2) != GpcSegment) return null;
            gpc = second.Flag();
            if (second.Failed) return null;
        }
        return bits.Failed ? null : new(id, layout.Name, version, fields, gpc);
    }
}
