namespace AdPlatform.Profiles.Consent;

/// <summary>Ids as they are coded, so that memory follows the text's length and not the greatest id: a range of 65,535 vendors costs 33 bits.</summary>
/// <param name="Ranges">First to last, both in; they may overlap and lie in any order.</param>
public sealed record IdRanges(IReadOnlyList<(int First, int Last)> Ranges)
{
    public static IdRanges None { get; } = new([]);

    public bool Contains(int id)
    {
        foreach (var (first, last) in Ranges)
            if (id >= first && id <= last) return true;
        return false;
    }

    /// <summary>Ascending, each once.</summary>
    public IEnumerable<int> Ids()
    {
        var next = 1;
        foreach (var (first, last) in Ranges.OrderBy(range => range.First))
        {
            for (var id = Math.Max(first, next); id <= last; id++) yield return id;
            next = Math.Max(next, last + 1);
        }
    }

    /// <summary>One bit an id, from 1 on.</summary>
    internal static IdRanges Bits(ref BitReader bits, int count)
    {
        if (bits.Left < count) bits.Fail();
        var ranges = new List<(int First, int Last)>();
        for (var id = 1; id <= count && !bits.Failed; id++)
        {
            if (!bits.Flag()) continue;
            if (ranges.Count > 0 && ranges[^1].Last == id - 1) ranges[^1] = (ranges[^1].First, id);
            else ranges.Add((id, id));
        }
        return new(ranges);
    }

    /// <summary>MaxVendorId, and a bit field or ranges, whichever the encoder found shorter.</summary>
    internal static IdRanges Vendors(ref BitReader bits)
    {
        var max = bits.Int(16);
        return bits.Flag() ? Entries(ref bits, max) : Bits(ref bits, max);
    }

    /// <param name="max">A range beyond it is refused.</param>
    internal static IdRanges Entries(ref BitReader bits, int max)
    {
        var count = bits.Int(12);
        var ranges = new List<(int First, int Last)>();
        for (var i = 0; i < count && !bits.Failed; i++)
        {
            var isRange = bits.Flag();
            var first = bits.Int(16);
            var last = isRange ? bits.Int(16) : first;
            if (first < 1 || last < first || last > max) bits.Fail();
            ranges.Add((first, last));
        }
        return new(ranges);
    }
}
