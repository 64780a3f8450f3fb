namespace AdPlatform.CreativeGeneration.Library;

/// <summary>What a file is, by its first bytes: a name or a declared type is only a claim.</summary>
internal enum FileType { Png, Jpeg, WebP, Gif, Svg, Mp4, WebM, Woff2, TrueType, OpenType }

internal static class FileTypes
{
    public static string Mime(FileType type) => type switch
    {
        FileType.Png => "image/png",
        FileType.Jpeg => "image/jpeg",
        FileType.WebP => "image/webp",
        FileType.Gif => "image/gif",
        FileType.Svg => "image/svg+xml",
        FileType.Mp4 => "video/mp4",
        FileType.WebM => "video/webm",
        FileType.Woff2 => "font/woff2",
        FileType.TrueType => "font/ttf",
        _ => "font/otf",
    };

    /// <summary>Null for anything that the library does not keep.</summary>
    public static FileType? Sniff(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return FileType.Png;
        if (file.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return FileType.Jpeg;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8)) return FileType.WebP;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return FileType.Gif;
        if (file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8)) return FileType.Mp4;
        // EBML; Matroska and WebM differ in the document type, which stands in the header.
        if (file.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) && file[..Math.Min(file.Length, 64)].IndexOf("webm"u8) > 0) return FileType.WebM;
        if (file.StartsWith("wOF2"u8)) return FileType.Woff2;
        if (file.StartsWith<byte>([0, 1, 0, 0]) || file.StartsWith("true"u8)) return FileType.TrueType;
        if (file.StartsWith("OTTO"u8)) return FileType.OpenType;
        return LooksLikeSvg(file) ? FileType.Svg : null;
    }

    /// <summary>Whether a Content-Type claims what the file is; none, and application/octet-stream, claim nothing.</summary>
    public static bool Agrees(string? declared, FileType type)
    {
        var claim = declared?.Split(';')[0].Trim().ToLowerInvariant();
        return claim is null or "" or "application/octet-stream" || claim == Mime(type)
            || (type, claim) is (FileType.Jpeg, "image/jpg") or (FileType.TrueType or FileType.OpenType, "font/sfnt") or (FileType.TrueType, "application/x-font-ttf");
    }

    private static bool LooksLikeSvg(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0xEF, 0xBB, 0xBF])) file = file[3..];
        var start = file[..Math.Min(file.Length, 4096)].TrimStart(" \t\r\n"u8);
        return start.StartsWith("<"u8) && start.IndexOf("<svg"u8) >= 0;
    }
}
