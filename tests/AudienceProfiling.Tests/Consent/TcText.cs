using System.Globalization;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

/// <summary>Writes TC and GPP strings bit by bit from the specification's tables, apart from the code that reads them.</summary>
internal sealed class TcText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private readonly List<bool> bits = [];

    /// <param name="vendors">With consent, as a bit field; vendors by legitimate interest as ranges of one.</param>
    public static string Core(int[] purposes, int[] vendors, int[]? interests = null, int[]? interested = null, (int Purpose, int Type, int First, int Last)[]? restrictions = null, DateTimeOffset? at = null)
    {
        var time = (at ?? new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero)).ToUnixTimeMilliseconds() / 100;
        var text = new TcText().Number(2, 6).Number(time, 36).Number(time, 36).Number(10, 12).Number(3, 12).Number(1, 6).Number(4, 6).Number(13, 6)
            .Number(48, 12).Number(4, 6).Number(1, 1).Number(0, 1).Field([2], 12).Field(purposes, 24).Field(interests ?? [], 24).Number(0, 1).Number(5, 6).Number(17, 6)
            .Vendors(vendors);
        var ranged = interested ?? [];
        text.Number(ranged.Length == 0 ? 0 : ranged.Max(), 16).Number(1, 1).Number(ranged.Length, 12);
        foreach (var vendor in ranged) text.Number(0, 1).Number(vendor, 16);
        text.Number(restrictions?.Length ?? 0, 12);
        foreach (var (purpose, type, first, last) in restrictions ?? [])
            text.Number(purpose, 6).Number(type, 2).Number(1, 12).Number(1, 1).Number(first, 16).Number(last, 16);
        return text.ToString();
    }

    public static string Disclosed(params int[] vendors) => new TcText().Number(1, 3).Vendors(vendors).ToString();

    public TcText Number(long value, int width)
    {
        for (var bit = width - 1; bit >= 0; bit--) bits.Add(((value >> bit) & 1) == 1);
        return this;
    }

    /// <param name="pattern">Zeros and ones.</param>
    public TcText Pattern(string pattern)
    {
        foreach (var bit in pattern) bits.Add(bit == '1');
        return this;
    }

    public override string ToString() => string.Concat(bits.Chunk(6).Select(sextet => Alphabet[sextet.Select((bit, i) => bit ? 32 >> i : 0).Sum()].ToString(CultureInfo.InvariantCulture)));

    private TcText Vendors(int[] vendors)
    {
        var max = vendors.Length == 0 ? 0 : vendors.Max();
        return Number(max, 16).Number(0, 1).Field(vendors, max);
    }

    private TcText Field(int[] ids, int width)
    {
        for (var id = 1; id <= width; id++) bits.Add(ids.Contains(id));
        return this;
    }
}
