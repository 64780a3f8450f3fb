using System.Buffers.Binary;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>
/// A picture without what was written beside it: EXIF (where, when, by whom), XMP, comments, thumbnails, and anything after its end. What draws it stays byte for byte, so nothing is lost;
/// the colour profile stays too, because a brand's colours shift without it.
/// </summary>
internal static class BareImage
{
    private static readonly HashSet<string> PngChunks = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "cICP", "acTL", "fcTL", "fdAT"];
    private static readonly HashSet<string> WebPChunks = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"];

    /// <returns>Null when the file is broken.</returns>
    public static byte[]? Of(FileType type, ReadOnlySpan<byte> file) => type switch
    {
        FileType.Png => Png(file),
        FileType.WebP => WebP(file),
        FileType.Gif => BareGif.Of(file),
        _ => BareJpeg.Of(file),
    };

    private static byte[]? Png(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(file[..8]);
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12) return null;
            var name = System.Text.Encoding.Latin1.GetString(file.Slice(at + 4, 4));
            if (PngChunks.Contains(name)) kept.Write(file.Slice(at, (int)length + 12));
            if (name == "IEND") return kept.ToArray();
            at += (int)length + 12;
        }
        return null;
    }

    private static byte[]? WebP(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(file[..12]);
        var end = Math.Min(file.Length, BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L);
        for (var at = 12; at + 8 <= end;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (length > end - at - 8) return null;
            // Chunks are padded to an even length; a last one without its padding is borne.
            var whole = (int)Math.Min(end - at, 8 + length + (length & 1));
            var name = System.Text.Encoding.Latin1.GetString(file.Slice(at, 4));
            if (WebPChunks.Contains(name))
            {
                var chunk = file.Slice(at, whole).ToArray();
                const byte ExifAndXmp = 0b0000_1100;
                if (name == "VP8X" && length >= 10) chunk[8] &= unchecked((byte)~ExifAndXmp);
                kept.Write(chunk);
                if (whole < 8 + length + (length & 1)) kept.WriteByte(0);
            }
            at += whole;
        }
        var bare = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bare.AsSpan(4), (uint)bare.Length - 8);
        return bare;
    }
}
