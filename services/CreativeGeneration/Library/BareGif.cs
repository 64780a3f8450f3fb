namespace AdPlatform.CreativeGeneration.Library;

/// <summary>GIF89a: comments, plain texts and foreign application data go (XMP hides there); how often it loops stays.</summary>
internal static class BareGif
{
    private const byte Extension = 0x21, Image = 0x2C, Trailer = 0x3B, GraphicControl = 0xF9, Application = 0xFF;

    public static byte[]? Of(ReadOnlySpan<byte> file)
    {
        if (file.Length < 13) return null;
        using var kept = new MemoryStream(file.Length);
        var at = 13 + ColourTable(file[10]);
        if (at > file.Length) return null;
        kept.Write(file[..at]);
        var images = 0;
        while (at < file.Length)
        {
            var start = at;
            switch (file[at])
            {
                case Trailer:
                    kept.WriteByte(Trailer);
                    return images > 0 ? kept.ToArray() : null;
                case Image when at + 11 <= file.Length:
                    at += 10 + ColourTable(file[at + 9]) + 1;
                    images++;
                    if (!SkipBlocks(file, ref at)) return null;
                    kept.Write(file[start..at]);
                    break;
                case Extension when at + 2 <= file.Length:
                    var label = file[at + 1];
                    at += 2;
                    if (!SkipBlocks(file, ref at)) return null;
                    if (label == GraphicControl || (label == Application && file[start..at].IndexOf("NETSCAPE2.0"u8) == 3)) kept.Write(file[start..at]);
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    /// <summary>Sub-blocks, each with its length first, up to the empty one.</summary>
    private static bool SkipBlocks(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length)
        {
            var length = file[at];
            at += 1 + length;
            if (length == 0) return at <= file.Length;
        }
        return false;
    }
}
