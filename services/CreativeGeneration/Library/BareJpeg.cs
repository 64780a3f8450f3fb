using System.Buffers.Binary;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>ITU T.81: tables, frames and scans stay, and of the application segments JFIF, the colour profile and Adobe's colour transform. Of EXIF only the orientation is kept, written anew.</summary>
internal static class BareJpeg
{
    private const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;

    public static byte[]? Of(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write([0xFF, Soi]);
        var orientation = Orientation(file);
        if (orientation > 1) kept.Write(Exif(orientation));
        var scans = 0;
        for (var at = 2; at + 2 <= file.Length;)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            // Any number of fill bytes may stand before a marker.
            if (marker == 0xFF) { at++; continue; }
            if (marker == Eoi) { kept.Write([0xFF, Eoi]); return scans > 0 ? kept.ToArray() : null; }
            if (Segment(file, at) is not { } length) return null;
            var end = marker == Sos ? EndOfScan(file, at + length) : at + length;
            if (marker == Sos) scans++;
            if (Draws(marker, file.Slice(at + 4, length - 4))) kept.Write(file[at..end]);
            at = end;
        }
        return null;
    }

    /// <summary>EXIF 2.32, 4.6.4 A: 1 upright, 2 to 8 turned or mirrored, 5 to 8 with width and height exchanged; 1 where nothing is said.</summary>
    public static int Orientation(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] is not (Sos or Eoi);)
        {
            if (file[at + 1] == 0xFF) { at++; continue; }
            if (Segment(file, at) is not { } length) return 1;
            if (file[at + 1] == App1 && file.Slice(at + 4, length - 4) is var body && body.StartsWith("Exif\0\0"u8)) return OfTiff(body[6..]);
            at += length;
        }
        return 1;
    }

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        var little = tiff[0] == (byte)'I';
        int Two(ReadOnlySpan<byte> b) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);
        long first = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first < 8 || first + 2 > tiff.Length) return 1;
        var entries = Two(tiff[(int)first..]);
        for (var at = (int)first + 2; entries-- > 0 && at + 12 <= tiff.Length; at += 12)
            if (Two(tiff[at..]) == 0x0112) return Two(tiff[(at + 8)..]) is >= 1 and <= 8 and var turned ? turned : 1;
        return 1;
    }

    /// <summary>The smallest EXIF there is: one entry.</summary>
    private static byte[] Exif(int orientation) =>
        [0xFF, App1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static bool Draws(byte marker, ReadOnlySpan<byte> body) => marker switch
    {
        // Longer than 14 bytes, JFIF has a thumbnail.
        App0 => body.StartsWith("JFIF\0"u8) && body.Length == 14,
        App2 => body.StartsWith("ICC_PROFILE\0"u8),
        App14 => body.StartsWith("Adobe"u8),
        >= App1 and <= App15 or Comment => false,
        _ => true,
    };

    /// <returns>Length with the marker; null when it leaves the file.</returns>
    private static int? Segment(ReadOnlySpan<byte> file, int at)
    {
        if (at + 4 > file.Length) return null;
        var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        return length >= 4 && at + length <= file.Length ? length : null;
    }

    /// <summary>Coded data has no marker but restarts and stuffed zeros.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        for (; at + 1 < file.Length; at++)
            if (file[at] == 0xFF && file[at + 1] is not (0 or 0xFF or >= 0xD0 and <= 0xD7)) return at;
        return file.Length;
    }
}
