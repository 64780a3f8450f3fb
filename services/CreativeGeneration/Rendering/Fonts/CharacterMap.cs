namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>Table cmap: which glyph a character has. Ranges are searched, not unrolled: a file of a few bytes may claim a million characters.</summary>
internal sealed class CharacterMap
{
    /// <param name="Delta">Added to the character; where <paramref name="Glyphs"/> has glyphs, to each of them.</param>
    private readonly record struct Span(int First, int Last, int Delta, int[]? Glyphs);

    private readonly Span[] _spans;

    private CharacterMap(Span[] spans) => _spans = spans;

    /// <returns>Null where no subtable for Unicode is readable: format 12 before format 4.</returns>
    public static CharacterMap? Read(ReadOnlySpan<byte> table)
    {
        Span[]? four = null;
        for (var (i, count) = (0, Math.Min(OpenTypeFont.U16(table, 2), (table.Length - 4) / 8)); i < count; i++)
        {
            var (platform, encoding, at) = (OpenTypeFont.U16(table, 4 + 8 * i), OpenTypeFont.U16(table, 6 + 8 * i), OpenTypeFont.U32(table, 8 + 8 * i));
            if (at >= table.Length || (platform != 0 && (platform, encoding) is not ((3, 1) or (3, 10)))) continue;
            var sub = table[(int)at..];
            if (OpenTypeFont.U16(sub, 0) == 12 && Twelve(sub) is { } twelve) return new(twelve);
            if (OpenTypeFont.U16(sub, 0) == 4) four ??= Four(sub);
        }
        return four is null ? null : new(four);
    }

    public int Glyph(int character)
    {
        var (low, high) = (0, _spans.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var span = _spans[middle];
            if (character > span.Last) low = middle + 1;
            else if (character < span.First) high = middle - 1;
            else return span.Glyphs is null ? (character + span.Delta) & 0xFFFF : span.Glyphs[character - span.First] is > 0 and var glyph ? (glyph + span.Delta) & 0xFFFF : 0;
        }
        return 0;
    }

    private static Span[]? Twelve(ReadOnlySpan<byte> sub)
    {
        var count = OpenTypeFont.U32(sub, 12);
        if (count == 0 || count > (sub.Length - 16) / 12) return null;
        var spans = new Span[count];
        for (var (i, last) = (0, -1L); i < count; i++)
        {
            var (from, to, glyph) = (OpenTypeFont.U32(sub, 16 + 12 * i), OpenTypeFont.U32(sub, 20 + 12 * i), OpenTypeFont.U32(sub, 24 + 12 * i));
            if (from <= last || to < from || to > 0x10FFFF || glyph > 0xFFFF) return null;
            spans[i] = new((int)from, (int)to, (int)(glyph - from), null);
            last = to;
        }
        return spans;
    }

    private static Span[]? Four(ReadOnlySpan<byte> sub)
    {
        var count = OpenTypeFont.U16(sub, 6) / 2;
        if (count == 0 || 16 + 8 * count > sub.Length) return null;
        var spans = new Span[count];
        for (var (i, last) = (0, -1); i < count; i++)
        {
            int to = OpenTypeFont.U16(sub, 14 + 2 * i), from = OpenTypeFont.U16(sub, 16 + 2 * count + 2 * i), delta = OpenTypeFont.U16(sub, 16 + 4 * count + 2 * i), slot = 16 + 6 * count + 2 * i, offset = OpenTypeFont.U16(sub, slot);
            if (from <= last || to < from) return null;
            int[]? glyphs = null;
            if (offset is not (0 or 0xFFFF))
            {
                glyphs = new int[to - from + 1];
                for (var c = 0; c < glyphs.Length; c++) glyphs[c] = OpenTypeFont.U16(sub, slot + offset + 2 * c);
            }
            spans[i] = new(from, to, delta, glyphs);
            last = to;
        }
        return spans;
    }
}
