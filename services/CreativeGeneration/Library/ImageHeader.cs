using System.Buffers.Binary;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>Width and height from the first bytes of a picture, without decoding it: a file of 1 kB may claim to be 60,000 pixels square.</summary>
internal static class ImageHeader
{
    public static (int Width, int Height)? Read(FileType type, ReadOnlySpan<byte> file)
    {
        var size = type switch
        {
            FileType.Png => Png(file),
            FileType.Gif => file.Length >= 10 ? (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])) : null,
            FileType.Jpeg => Jpeg(file),
            _ => WebP(file),
        };
        return size is { Width: > 0, Height: > 0 } ? size : null;
    }

    /// <summary>PNG (3rd edition) 11.2.1: IHDR is the first chunk.</summary>
    private static (int Width, int Height)? Png(ReadOnlySpan<byte> file) => file.Length >= 33 && file[12..16].SequenceEqual("IHDR"u8)
        ? (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..])) : null;

    /// <summary>ITU T.81 B.2.2: the frame header, SOF0 to SOF15 without DHT, JPG and DAC.</summary>
    private static (int Width, int Height)? Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == 0xFF) { at++; continue; }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return at + 9 <= file.Length ? (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..])) : null;
            if (marker == 0xDA || length < 2) return null;
            at += 2 + length;
        }
        return null;
    }

    /// <summary>RFC 9649: the canvas of the extended form, or the one frame of the lossy (VP8) or lossless (VP8L) form.</summary>
    private static (int Width, int Height)? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30) return null;
        var form = file[12..16];
        if (form.SequenceEqual("VP8X"u8)) return (1 + Int24(file[24..]), 1 + Int24(file[27..]));
        if (form.SequenceEqual("VP8L"u8))
        {
            if (file[20] != 0x2F) return null;
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }
        return form.SequenceEqual("VP8 "u8) && file[23..26].SequenceEqual<byte>([0x9D, 0x01, 0x2A])
            ? (BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF) : null;
    }

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
