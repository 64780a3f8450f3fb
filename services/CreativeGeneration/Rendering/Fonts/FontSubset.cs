using System.Buffers.Binary;
using static AdPlatform.CreativeGeneration.Rendering.Fonts.OpenTypeFont;

namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>
/// A font with the outlines of some characters only: a banner may have 50 kB, a font has 700. Glyphs keep their numbers, so that no outline changes; what is not kept is empty, and compresses to nothing. Kerning
/// and ligatures go: a text is then as wide as it was measured. What the maker says of the licence (name, OS/2) stays.
/// </summary>
internal static class FontSubset
{
    private static readonly string[] AsTheyAre = ["OS/2", "cvt ", "fpgm", "name", "prep"];

    /// <param name="characters">Of the basic multilingual plane.</param>
    /// <returns>Tables by name; null for outlines that are not TrueType's.</returns>
    public static SortedDictionary<string, byte[]>? Of(OpenTypeFont font, IEnumerable<char> characters)
    {
        if (!font.HasOutlineTable) return null;
        var mapped = characters.Distinct().Order().Select(c => (Character: (int)c, Glyph: font.Glyph(c))).Where(m => m.Glyph > 0).ToList();
        var kept = Closure(font, mapped.Select(m => m.Glyph));
        var count = kept.Max + 1;
        var (glyf, loca, hmtx) = (new MemoryStream(), new byte[4 * (count + 1)], new byte[4 * count]);
        for (var glyph = 0; glyph < count; glyph++)
        {
            if (kept.Contains(glyph))
            {
                glyf.Write(font.OutlineOf(glyph));
                while (glyf.Length % 4 != 0) glyf.WriteByte(0);
                BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * glyph), (ushort)font.AdvanceOf(glyph));
                BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan(4 * glyph + 2), (short)font.BearingOf(glyph));
            }
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyph + 4), (uint)glyf.Length);
        }
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = glyf.ToArray(), ["loca"] = loca, ["hmtx"] = hmtx, ["cmap"] = Map(mapped),
            ["head"] = Patched(font.Table("head"), (50, 1)), ["hhea"] = Patched(font.Table("hhea"), (34, count)), ["maxp"] = Patched(font.Table("maxp"), (4, count)),
            // Version 3: glyphs without names.
            ["post"] = [0, 3, 0, 0, .. new byte[28]],
        };
        foreach (var name in AsTheyAre)
            if (font.Table(name) is { Length: > 0 } table) tables[name] = table.ToArray();
        return tables;
    }

    /// <summary>With the parts that composite glyphs are made of.</summary>
    private static SortedSet<int> Closure(OpenTypeFont font, IEnumerable<int> glyphs)
    {
        SortedSet<int> kept = [0, .. glyphs];
        var open = new Stack<int>(kept);
        while (open.TryPop(out var glyph))
        {
            var outline = font.OutlineOf(glyph);
            if (outline.Length < 10 || (short)U16(outline, 0) >= 0) continue;
            for (var (at, more) = (10, true); more && at + 4 <= outline.Length;)
            {
                var (flags, part) = (U16(outline, at), U16(outline, at + 2));
                if (part < font.Glyphs && kept.Add(part)) open.Push(part);
                at += 4 + ((flags & 0x1) != 0 ? 4 : 2) + ((flags & 0x8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
                more = (flags & 0x20) != 0;
            }
        }
        return kept;
    }

    /// <summary>Format 4 for Windows, one segment for each run of characters whose glyphs run with them.</summary>
    private static byte[] Map(List<(int Character, int Glyph)> mapped)
    {
        List<(int First, int Last, int Delta)> runs = [];
        foreach (var (character, glyph) in mapped)
            if (runs.Count > 0 && runs[^1] is var run && run.Last == character - 1 && run.Delta == ((glyph - character) & 0xFFFF)) runs[^1] = run with { Last = character };
            else runs.Add((character, character, (glyph - character) & 0xFFFF));
        runs.Add((0xFFFF, 0xFFFF, 1));
        var table = new byte[12 + 16 + 8 * runs.Count];
        var power = (int)Math.Pow(2, Math.Floor(Math.Log2(runs.Count)));
        void Put(int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(at), (ushort)value);
        foreach (var (at, value) in new[] { (2, 1), (4, 3), (6, 1), (10, 12), (12, 4), (14, 16 + 8 * runs.Count), (18, 2 * runs.Count), (20, 2 * power), (22, (int)Math.Log2(power)), (24, 2 * (runs.Count - power)) }) Put(at, value);
        for (var i = 0; i < runs.Count; i++)
        {
            Put(26 + 2 * i, runs[i].Last);
            Put(28 + 2 * runs.Count + 2 * i, runs[i].First);
            Put(28 + 4 * runs.Count + 2 * i, runs[i].Delta);
        }
        return table;
    }

    private static byte[] Patched(ReadOnlySpan<byte> table, (int At, int Value) patch)
    {
        var copy = table.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(patch.At), (ushort)patch.Value);
        return copy;
    }
}
