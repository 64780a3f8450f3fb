// Writes inter.csv: advance widths, in 1/1000 em, of the characters that creatives use, read from OpenType files.
//   dotnet run measure.cs -- Inter-Regular.otf Inter-SemiBold.otf Inter-Bold.otf Inter-ExtraBold.otf > inter.csv
// The files come with Debian's package fonts-inter (SIL Open Font License 1.1). Widths are facts about the font; no outline is copied.
using System.Buffers.Binary;
using System.Text;

int[] ranges = [0x20, 0x7E, 0xA0, 0x17F, 0x218, 0x21B, 0x37E, 0x37E, 0x384, 0x3CE, 0x400, 0x45F, 0x490, 0x491, 0x1E80, 0x1E85, 0x1EF2, 0x1EF3, 0x2010, 0x2026, 0x202F, 0x2030, 0x2039, 0x203A, 0x20A0, 0x20BF, 0x2116, 0x2116, 0x2122, 0x2122, 0x2190, 0x2193, 0x2212, 0x2212];
var fonts = args.Select(path => new Font(File.ReadAllBytes(path))).ToList();
var output = new StringBuilder("# Inter, SIL Open Font License 1.1, https://rsms.me/inter; advance widths in 1/1000 em by measure.cs\n");
output.Append("# code point,regular,semibold,bold,extrabold\n");
for (var r = 0; r < ranges.Length; r += 2)
    for (var c = ranges[r]; c <= ranges[r + 1]; c++)
        if (fonts.All(f => f.Glyph(c) != 0)) output.Append($"{c:X4},{string.Join(',', fonts.Select(f => f.Width(c)))}\n");
Console.Out.Write(output);

/// <summary>The tables cmap (format 4 or 12), head, hhea and hmtx of an OpenType file.</summary>
internal sealed class Font
{
    private readonly byte[] _data;
    private readonly Dictionary<string, int> _tables = [];
    private readonly Dictionary<int, int> _glyphs = [];
    private readonly int _unitsPerEm, _widths;

    public Font(byte[] data)
    {
        _data = data;
        for (var i = 0; i < U16(4); i++) _tables[Encoding.ASCII.GetString(data, 12 + 16 * i, 4)] = (int)U32(12 + 16 * i + 8);
        _unitsPerEm = U16(_tables["head"] + 18);
        _widths = U16(_tables["hhea"] + 34);
        ReadCharacters();
    }

    public int Glyph(int c) => _glyphs.GetValueOrDefault(c);

    public int Width(int c) => (int)Math.Round(1000.0 * U16(_tables["hmtx"] + 4 * Math.Min(Glyph(c), _widths - 1)) / _unitsPerEm);

    private void ReadCharacters()
    {
        var cmap = _tables["cmap"];
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var at = cmap + (int)U32(cmap + 4 + 8 * i + 4);
            if (U16(at) == 12)
                for (var g = 0; g < U32(at + 12); g++)
                    for (var c = (int)U32(at + 16 + 12 * g); c <= U32(at + 20 + 12 * g); c++) _glyphs[c] = (int)(U32(at + 24 + 12 * g) + c - U32(at + 16 + 12 * g));
            if (U16(at) != 4) continue;
            var segments = U16(at + 6) / 2;
            for (var s = 0; s < segments; s++)
            {
                int end = U16(at + 14 + 2 * s), start = U16(at + 16 + 2 * segments + 2 * s), delta = U16(at + 16 + 4 * segments + 2 * s), slot = at + 16 + 6 * segments + 2 * s, offset = U16(slot);
                for (var c = start; c <= end && c != 0xFFFF; c++)
                {
                    var glyph = offset == 0 ? c : U16(slot + offset + 2 * (c - start));
                    if (glyph != 0) _glyphs.TryAdd(c, (glyph + delta) & 0xFFFF);
                }
            }
        }
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));
    private long U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at));
}
