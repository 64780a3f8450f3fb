using System.Buffers.Binary;
using System.Text;

namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>
/// What measuring needs of a font file (OpenType 1.9.1; TrueType and CFF outlines): characters, advances, heights, and what its maker allows. The file is somebody's: nothing outside of it is read, and nothing in it
/// can make reading long.
/// </summary>
internal sealed class OpenTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int Start, int Length)> _tables;
    private readonly CharacterMap _characters;
    private readonly int _unitsPerEm, _widths;

    private OpenTypeFont(byte[] file, Dictionary<string, (int, int)> tables, CharacterMap characters)
    {
        (_file, _tables, _characters) = (file, tables, characters);
        _unitsPerEm = Number("head", 18);
        _widths = Number("hhea", 34);
        Glyphs = Number("maxp", 4);
    }

    public int Glyphs { get; }
    public int UnitsPerEm => _unitsPerEm;
    public IEnumerable<string> Tables => _tables.Keys;
    public ReadOnlySpan<byte> Whole => _file;
    public bool HasOutlineTable => _tables.ContainsKey("glyf");

    /// <summary>Typographic family (name 16), else family (name 1); null where neither can be read.</summary>
    public string? Family => Name(16) ?? Name(1);

    /// <summary>CSS weight, 1..1000: of the default instance of a variable font.</summary>
    public int Weight => Math.Clamp(DefaultWeight() ?? Number("OS/2", 4), 1, 1000);

    /// <summary>OS/2, 1 (narrowest) to 9; 5 is normal.</summary>
    public int Width => Number("OS/2", 6);

    public bool Italic => (Number("OS/2", 62) & 1) != 0 || (Number("head", 44) & 2) != 0;

    /// <summary>OS/2 fsType, bit 8.</summary>
    public bool MayBeSubset => (Number("OS/2", 8) & 0x0100) == 0;

    /// <summary>In em.</summary>
    public double Ascent => Signed("hhea", 4) / (double)_unitsPerEm;

    /// <summary>In em, below the baseline: positive.</summary>
    public double Descent => -Signed("hhea", 6) / (double)_unitsPerEm;

    /// <summary>In em: as the font says (OS/2 version 2), else of its H, else what is usual.</summary>
    public double CapHeight => new[] { Number("OS/2", 0) >= 2 ? Signed("OS/2", 88) : 0, OutlineOf(Glyph('H')) is { Length: >= 10 } h ? BinaryPrimitives.ReadInt16BigEndian(h[8..]) : 0 }
        .Select(units => units / (double)_unitsPerEm).FirstOrDefault(em => em is > 0.3 and < 1.3, 0.7);

    /// <returns>The font, or why nothing can be drawn in it.</returns>
    public static (OpenTypeFont? Font, string? Fault) Read(byte[] file)
    {
        if (Directory(file) is not { } tables) return (null, "is a broken font: a table lies outside of the file");
        ReadOnlySpan<byte> Table(string name) => tables.TryGetValue(name, out var at) ? file.AsSpan(at.Start, at.Length) : default;
        foreach (var (name, least) in new[] { ("head", 54), ("hhea", 36), ("maxp", 6), ("hmtx", 4), ("cmap", 4), ("OS/2", 68), ("name", 6) })
            if (Table(name).Length < least) return (null, $"is a broken font: it has no whole table {name}");
        var head = Table("head");
        var (glyphs, metrics) = (U16(Table("maxp"), 4), U16(Table("hhea"), 34));
        if (U32(head, 12) != 0x5F0F3CF5 || U16(head, 18) is < 16 or > 16384) return (null, "is a broken font: head has no magic number, or no units per em");
        if (glyphs == 0 || metrics == 0 || metrics > glyphs || Table("hmtx").Length < 4 * metrics + 2 * (glyphs - metrics)) return (null, "is a broken font: hmtx has not an advance for each glyph");
        if (Table("glyf").Length > 0 ? Table("loca").Length < (glyphs + 1) * (U16(head, 50) == 0 ? 2 : 4) : Table("CFF ").Length < 4 && Table("CFF2").Length < 5) return (null, "is a broken font: it has no outlines");
        if (U16(Table("OS/2"), 8) is var licence && ((licence & 0xF) == 0x2 || (licence & 0x200) != 0))
            return (null, $"may not be embedded: its maker says so (OS/2 fsType 0x{licence:X4}, {((licence & 0xF) == 0x2 ? "restricted licence" : "bitmaps only")})");
        if (CharacterMap.Read(Table("cmap")) is not { } characters) return (null, "is a broken font: cmap has no readable Unicode map (format 4 or 12)");
        var font = new OpenTypeFont(file, tables, characters);
        if (font.Ascent is <= 0 or > 3 || font.Descent is < 0 or > 2) return (null, "is a broken font: hhea says no heights that a line can have");
        if (font.Family is null) return (null, "is a broken font: it does not say its family");
        for (var c = 'A'; c <= 'z'; c++)
            if (char.IsAsciiLetter(c) && font.Glyph(c) != 0 && font.Advance(c) < 0.05) return (null, $"cannot be measured: its {c} has no width");
        return (font, null);
    }

    /// <returns>0 where the font has not this character.</returns>
    public int Glyph(int character) => _characters.Glyph(character) is var glyph && glyph < Glyphs ? glyph : 0;

    /// <summary>In em.</summary>
    public double Advance(int character) => AdvanceOf(Glyph(character)) / (double)_unitsPerEm;

    /// <summary>In the font's units.</summary>
    public int AdvanceOf(int glyph) => Number("hmtx", 4 * Math.Min(glyph, _widths - 1));

    /// <summary>Left side bearing, in the font's units.</summary>
    public int BearingOf(int glyph) => Signed("hmtx", glyph < _widths ? 4 * glyph + 2 : 4 * _widths + 2 * (glyph - _widths));

    public ReadOnlySpan<byte> Table(string name) => _tables.TryGetValue(name, out var at) ? _file.AsSpan(at.Start, at.Length) : default;

    /// <summary>A glyph of the table glyf; empty for one without outline, and where the outlines are CFF.</summary>
    public ReadOnlySpan<byte> OutlineOf(int glyph)
    {
        var glyf = Table("glyf");
        var loca = Table("loca");
        var (from, to) = Number("head", 50) == 0 ? (2L * U16(loca, 2 * glyph), 2L * U16(loca, 2 * glyph + 2)) : (U32(loca, 4 * glyph), U32(loca, 4 * glyph + 4));
        return from < to && to <= glyf.Length ? glyf[(int)from..(int)to] : default;
    }

    private static Dictionary<string, (int Start, int Length)>? Directory(byte[] file)
    {
        var count = U16(file, 4);
        if (count == 0 || 12 + 16 * count > file.Length) return null;
        var tables = new Dictionary<string, (int Start, int Length)>();
        for (var i = 0; i < count; i++)
        {
            var (start, length) = (U32(file, 12 + 16 * i + 8), U32(file, 12 + 16 * i + 12));
            if (start + length > file.Length) return null;
            tables.TryAdd(Encoding.Latin1.GetString(file, 12 + 16 * i, 4), ((int)start, (int)length));
        }
        return tables;
    }

    /// <summary>As Windows writes it (UTF-16), American English first; else as Macintosh wrote it, where that is ASCII.</summary>
    private string? Name(int id)
    {
        var table = Table("name");
        var (best, rank) = ((string?)null, 0);
        for (var (i, count, strings) = (0, Math.Min(U16(table, 2), (table.Length - 6) / 12), U16(table, 4)); i < count; i++)
        {
            var at = 6 + 12 * i;
            var (platform, language, length, from) = (U16(table, at), U16(table, at + 4), U16(table, at + 8), strings + U16(table, at + 10));
            if (U16(table, at + 6) != id || platform is not (1 or 3) || from + length > table.Length) continue;
            var text = (platform == 3 ? Encoding.BigEndianUnicode : Encoding.ASCII).GetString(table.Slice(from, length)).Trim();
            var worth = platform == 3 ? language == 0x409 ? 3 : 2 : 1;
            if (worth > rank && text.Length is > 0 and <= 100 && !text.Any(char.IsControl)) (best, rank) = (text, worth);
        }
        return best;
    }

    /// <summary>Default of the axis wght; null for a font that does not vary in weight.</summary>
    private int? DefaultWeight()
    {
        var table = Table("fvar");
        var (axes, count, size) = (U16(table, 4), U16(table, 8), U16(table, 10));
        for (var i = 0; i < count && size >= 20 && axes + (i + 1) * size <= table.Length; i++)
            if (table.Slice(axes + i * size, 4).SequenceEqual("wght"u8)) return U16(table, axes + i * size + 8);
        return null;
    }

    private int Number(string table, int at) => U16(Table(table), at);

    private int Signed(string table, int at) => (short)U16(Table(table), at);

    /// <summary>0 beyond the end.</summary>
    internal static int U16(ReadOnlySpan<byte> bytes, int at) => at >= 0 && at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : 0;

    internal static long U32(ReadOnlySpan<byte> bytes, int at) => at >= 0 && at + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : 0;
}
