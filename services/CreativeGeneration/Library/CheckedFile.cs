using System.Buffers.Binary;
using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>What a file turned out to be.</summary>
internal abstract record CheckedFile
{
    /// <param name="Content">As kept: sanitised, without metadata.</param>
    /// <param name="Removed">Of an SVG, what may not stay.</param>
    public sealed record Accepted(FileType Type, byte[] Content, int? Width, int? Height, IReadOnlyList<string> Removed) : CheckedFile
    {
        /// <summary>As the file said before its metadata was removed, <see cref="SourceMark"/>; null when it said nothing.</summary>
        public string? DigitalSourceType { get; init; }

        /// <summary>Of a film.</summary>
        public FilmFacts? Film { get; init; }

        /// <summary>Of a font that texts can be drawn in.</summary>
        public FontView? Font { get; init; }
    }

    /// <param name="Field">file, Content-Type or kind.</param>
    public sealed record Refused(string Field, string Reason) : CheckedFile;

    /// <summary>The type is read from the bytes; the declared one must not contradict. Sizes are those of the header: nothing is decoded here.</summary>
    public static CheckedFile Of(byte[] file, string? declared, AssetKind kind, LibraryOptions limits)
    {
        if (FileTypes.Sniff(file) is not { } type) return new Refused("file", "is none of PNG, JPEG, WebP, GIF, SVG, MP4, WebM, WOFF2, TTF, OTF");
        if (!FileTypes.Agrees(declared, type)) return new Refused("Content-Type", $"says {declared}, but the file is {FileTypes.Mime(type)}");
        if (!Kinds(type).Contains(kind)) return new Refused("kind", $"a {kind.ToString().ToLowerInvariant()} cannot be {FileTypes.Mime(type)}");
        var most = Most(type, limits);
        if (file.Length > most) return new Refused("file", $"has {file.Length} bytes; {FileTypes.Mime(type)} may have {most}");
        CheckedFile read = type switch
        {
            FileType.Svg => Drawing(file),
            FileType.Mp4 or FileType.WebM => BareFilm.Of(type, file) is { } film
                ? Bounded(new(type, film.Content, film.Width > 0 ? film.Width : null, film.Height > 0 ? film.Height : null, []) { Film = FilmFacts.Of(type, film.Content) }, limits) : new Refused("file", "is a broken film"),
            FileType.Woff2 or FileType.TrueType or FileType.OpenType => Readable(type, file, limits),
            _ => Picture(type, file, limits),
        };
        return read is Accepted accepted ? accepted with { DigitalSourceType = SourceMark.Of(file) } : read;
    }

    private static AssetKind[] Kinds(FileType type) => type switch
    {
        FileType.Mp4 or FileType.WebM => [AssetKind.Film],
        FileType.Woff2 or FileType.TrueType or FileType.OpenType => [AssetKind.Font],
        // Of a drawing nobody can tell what it shows behind a text.
        FileType.Svg => [AssetKind.Logo, AssetKind.Image],
        _ => [AssetKind.Logo, AssetKind.Image, AssetKind.Artwork],
    };

    /// <summary>Bytes that any file of the kind may have.</summary>
    public static int Most(AssetKind kind, LibraryOptions limits) => Enum.GetValues<FileType>().Where(type => Kinds(type).Contains(kind)).Max(type => Most(type, limits));

    private static int Most(FileType type, LibraryOptions limits) => type switch
    {
        FileType.Svg => limits.MaxSvgBytes,
        FileType.Mp4 or FileType.WebM => limits.MaxFilmBytes,
        FileType.Woff2 or FileType.TrueType or FileType.OpenType => limits.MaxFontBytes,
        _ => limits.MaxImageBytes,
    };

    private static CheckedFile Picture(FileType type, byte[] file, LibraryOptions limits)
    {
        if (ImageHeader.Read(type, file) is not { } size) return new Refused("file", "has no readable width and height");
        // Before anything else reads it.
        if (Bounded(new(type, [], size.Width, size.Height, []), limits) is Refused large) return large;
        if (BareImage.Of(type, file) is not { } bare) return new Refused("file", "is a broken picture");
        var turned = type == FileType.Jpeg && BareJpeg.Orientation(file) >= 5;
        return new Accepted(type, bare, turned ? size.Height : size.Width, turned ? size.Width : size.Height, []);
    }

    private static CheckedFile Bounded(Accepted file, LibraryOptions limits) =>
        Math.Max(file.Width ?? 0, file.Height ?? 0) > limits.MaxEdge || (long)(file.Width ?? 0) * (file.Height ?? 0) > limits.MaxPixels
            ? new Refused("file", $"is {file.Width} x {file.Height}; at most {limits.MaxPixels} pixels and {limits.MaxEdge} a side") : file;

    private static CheckedFile Drawing(byte[] file)
    {
        var (clean, fault) = SafeSvg.Clean(file);
        return clean is null ? new Refused("file", fault!) : new Accepted(FileType.Svg, clean.Content, clean.Width, clean.Height, clean.Removed);
    }

    /// <summary>Read as it will be drawn; WOFF2 4.1: what is compressed says how large it becomes.</summary>
    private static CheckedFile Readable(FileType type, byte[] file, LibraryOptions limits)
    {
        if (type == FileType.Woff2)
            return file.Length >= 48 && BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(8)) == file.Length && BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(16)) <= 8L * limits.MaxFontBytes ? new Accepted(type, file, null, null, []) : new Refused("file", "is a broken font");
        var (font, fault) = OpenTypeFont.Read(file);
        return font is null ? new Refused("file", fault!) : new Accepted(type, file, null, null, []) { Font = new(font.Family!, font.Weight) };
    }
}
