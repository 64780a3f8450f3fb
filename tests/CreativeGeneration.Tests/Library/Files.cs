using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.Library;

/// <summary>Files as cameras, drawing programs and attackers make them.</summary>
internal static class Files
{
    public const string Secret = "GPS 43.9493N 5.7837E";

    /// <summary>A photograph of sorts: a gradient with a bright disc, so that a crop can be told from another.</summary>
    public static byte[] Picture(SKEncodedImageFormat format, int width = 640, int height = 400, SKColor? ground = null)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(ground ?? new SKColor(40, 90, 60));
            using var paint = new SKPaint { Color = new SKColor(240, 200, 60), IsAntialias = true };
            canvas.DrawCircle(width * 0.8f, height * 0.3f, height * 0.2f, paint);
        }
        using var data = bitmap.Encode(format, 85);
        return data.ToArray();
    }

    /// <summary>With EXIF (an orientation and a text), XMP, a comment, and bytes after the end.</summary>
    public static byte[] CameraJpeg(int orientation = 1)
    {
        var plain = Picture(SKEncodedImageFormat.Jpeg);
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        return [.. plain[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]), .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Secret)]), .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)), .. plain[2..], .. Encoding.ASCII.GetBytes(Secret)];
    }

    private const string Terms = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>A JPEG whose XMP names how it was made.</summary>
    public static byte[] Marked(params string[] terms)
    {
        var plain = Picture(SKEncodedImageFormat.Jpeg);
        var xmp = string.Concat(terms.Select(t => $"<rdf:Description xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" Iptc4xmpExt:DigitalSourceType=\"{Terms}{t}\"/>"));
        return [.. plain[..2], .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(xmp)]), .. plain[2..]];
    }

    /// <summary>A PNG with a C2PA manifest of sorts: JUMBF in a caBX chunk, the action's source type as a CBOR text of 24 bytes or more.</summary>
    public static byte[] Manifest(string term)
    {
        var plain = Picture(SKEncodedImageFormat.Png);
        var value = Terms + term;
        return [.. plain[..33], .. Chunk("caBX", $"jumbc2pa.actionsqdigitalSourceTypex{(char)value.Length}{value}"), .. plain[33..]];
    }

    public static byte[] ChattyPng()
    {
        var plain = Picture(SKEncodedImageFormat.Png);
        return [.. plain[..33], .. Chunk("tEXt", $"Comment\0{Secret}"), .. Chunk("eXIf", Secret), .. Chunk("iTXt", $"XML:com.adobe.xmp\0\0\0\0\0{Secret}"), .. plain[33..], .. Encoding.ASCII.GetBytes(Secret)];
    }

    public static byte[] ChattyWebP()
    {
        var plain = Picture(SKEncodedImageFormat.Webp);
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 0b1100, 0, 0, 0, .. Int24(639), .. Int24(399)];
        var secret = Encoding.ASCII.GetBytes(Secret);
        byte[] body = [.. "WEBP"u8, .. extended, .. plain[12..], .. "EXIF"u8, (byte)secret.Length, 0, 0, 0, .. secret, .. "XMP "u8, (byte)secret.Length, 0, 0, 0, .. secret];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    public static byte[] ChattyGif() =>
    [
        .. "GIF89a"u8, 2, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xFE, (byte)Secret.Length, .. Encoding.ASCII.GetBytes(Secret), 0, 0x21, 0xFF, 11, .. "XMP DataXMP"u8, (byte)Secret.Length, .. Encoding.ASCII.GetBytes(Secret), 0,
        0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A, 0, 0x3B,
    ];

    /// <summary>1 kB that claims to be 60,000 pixels square.</summary>
    public static byte[] Bomb()
    {
        var small = Picture(SKEncodedImageFormat.Png, 8, 8);
        BinaryPrimitives.WriteInt32BigEndian(small.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(small.AsSpan(20), 60_000);
        return small;
    }

    public static byte[] Mp4()
    {
        var track = new byte[84];
        BinaryPrimitives.WriteUInt16BigEndian(track.AsSpan(76), 1920);
        BinaryPrimitives.WriteUInt16BigEndian(track.AsSpan(80), 1080);
        return [.. Box("ftyp", [.. "isom"u8, 0, 0, 0, 0]), .. Box("moov", [.. Box("trak", [.. Box("tkhd", track), .. Box("udta", Encoding.ASCII.GetBytes(Secret))]), .. Box("udta", Encoding.ASCII.GetBytes(Secret)), .. Box("meta", Encoding.ASCII.GetBytes(Secret))]), .. Box("mdat", [1, 2, 3])];
    }

    /// <summary>A film as an encoder writes it: duration, an H.264 track and an AAC track; the pictures themselves are noise.</summary>
    /// <param name="units">Of a timescale of 600 a second.</param>
    /// <param name="fragmented">The duration stands where fragmented films have it.</param>
    public static byte[] Film(uint units = 9000, bool fragmented = false)
    {
        var (header, shape) = (new byte[100], new byte[84]);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), 600);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16), fragmented ? 0 : units);
        BinaryPrimitives.WriteUInt16BigEndian(shape.AsSpan(76), 1920);
        BinaryPrimitives.WriteUInt16BigEndian(shape.AsSpan(80), 1080);
        byte[] Track(string handler, byte[] entry) => LongBox("trak", [.. LongBox("tkhd", handler == "vide" ? shape : new byte[84]),
            .. LongBox("mdia", [.. LongBox("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(handler), .. new byte[13]]), .. LongBox("minf", LongBox("stbl", LongBox("stsd", [0, 0, 0, 0, 0, 0, 0, 1, .. entry])))])]);
        byte[] fragments = [0, 0, 0, 0, (byte)(units >> 24), (byte)(units >> 16), (byte)(units >> 8), (byte)units];
        return
        [
            .. LongBox("ftyp", [.. "isom"u8, 0, 0, 2, 0]),
            .. LongBox("moov",
            [
                .. LongBox("mvhd", header), .. Track("soun", LongBox("mp4a", new byte[28])), .. Track("vide", LongBox("avc1", [.. new byte[78], .. LongBox("avcC", [1, 0x64, 0, 0x28, 0xFF])])),
                .. fragmented ? LongBox("mvex", LongBox("mehd", fragments)) : [],
            ]),
            .. LongBox("mdat", new byte[150_000]),
        ];
    }

    private static byte[] LongBox(string name, byte[] body)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, 8 + body.Length);
        return [.. size, .. Encoding.ASCII.GetBytes(name), .. body];
    }

    public static byte[] WebMFilm() =>
    [
        0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8,
        .. Element([0x18, 0x53, 0x80, 0x67],
        [
            .. Element([0x15, 0x49, 0xA9, 0x66], [.. Element([0x2A, 0xD7, 0xB1], [0x0F, 0x42, 0x40]), .. Element([0x44, 0x89], [0x45, 0xEA, 0x60, 0x00])]),
            .. Element([0x16, 0x54, 0xAE, 0x6B], [.. Element([0xAE], [.. Element([0x86], [.. "V_VP9"u8]), .. Element([0xE0], [.. Element([0xB0], [0x05, 0x00]), .. Element([0xBA], [0x02, 0xD0])])]), .. Element([0xAE], Element([0x86], [.. "A_OPUS"u8]))]),
        ]),
    ];

    public static byte[] WebM() =>
    [
        0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8,
        .. Element([0x18, 0x53, 0x80, 0x67],
        [
            .. Element([0x16, 0x54, 0xAE, 0x6B], Element([0xAE], Element([0xE0], [.. Element([0xB0], [0x05, 0x00]), .. Element([0xBA], [0x02, 0xD0])]))),
            .. Element([0x12, 0x54, 0xC3, 0x67], Encoding.ASCII.GetBytes(Secret)),
        ]),
    ];

    public static byte[] Svg(string inside, string head = "") =>
        Encoding.UTF8.GetBytes($"{head}<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 120 40\"><rect width=\"120\" height=\"40\" rx=\"6\" fill=\"#F2C14E\"/>{inside}</svg>");

    private static byte[] Element(byte[] id, byte[] body) => [.. id, (byte)(0x80 | body.Length), .. body];

    private static byte[] Box(string name, byte[] body) => [0, 0, 0, (byte)(8 + body.Length), .. Encoding.ASCII.GetBytes(name), .. body];

    private static byte[] Int24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string name, string body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. Encoding.ASCII.GetBytes(body)];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return [.. length, .. named, 0, 0, 0, 0];
    }
}
