using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>Writes a web font (W3C WOFF 2.0, 2024): the tables as they are, compressed together by Brotli.</summary>
internal static class Woff2
{
    /// <summary>Section 4.1: a known name is its place in this list.</summary>
    private static readonly string[] Known = ["cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca", "prep", "CFF "];

    private const int HeaderBytes = 48;

    public static byte[] Write(SortedDictionary<string, byte[]> tables)
    {
        using var directory = new MemoryStream();
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            foreach (var (name, table) in tables)
            {
                var known = Array.IndexOf(Known, name);
                // Version 3 of glyf and loca is "not transformed"; of all others it is version 0.
                directory.WriteByte((byte)((known < 0 ? 63 : known) | (name is "glyf" or "loca" ? 0xC0 : 0)));
                if (known < 0) directory.Write(Encoding.Latin1.GetBytes(name));
                Length(directory, table.Length);
                brotli.Write(name == "head" ? Lossless(table) : table);
            }
        var file = new byte[(HeaderBytes + directory.Length + packed.Length + 3) / 4 * 4];
        "wOF2"u8.CopyTo(file);
        (tables.ContainsKey("glyf") ? [0, 1, 0, 0] : "OTTO"u8).CopyTo(file.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), file.Length);
        BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(12), (short)tables.Count);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 12 + 16 * tables.Count + tables.Values.Sum(t => (t.Length + 3) / 4 * 4));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), (int)packed.Length);
        file[25] = 1;
        directory.ToArray().CopyTo(file, HeaderBytes);
        packed.ToArray().CopyTo(file, HeaderBytes + (int)directory.Length);
        return file;
    }

    /// <summary>Section 5: bit 11 of the flags says that the file went through such a compression.</summary>
    private static byte[] Lossless(byte[] head)
    {
        byte[] copy = [.. head];
        copy[16] |= 0x08;
        return copy;
    }

    /// <summary>UIntBase128: seven bits a byte, the highest first.</summary>
    private static void Length(MemoryStream to, int value)
    {
        for (var shift = 28; shift > 0; shift -= 7)
            if (value >> shift != 0) to.WriteByte((byte)(0x80 | (value >> shift & 0x7F)));
        to.WriteByte((byte)(value & 0x7F));
    }
}
