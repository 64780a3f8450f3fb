namespace AdPlatform.CreativeGeneration.Library;

/// <summary>Artwork is a publisher's, of one of its titles; everything else is for the account's own creatives.</summary>
internal enum AssetKind { Logo, Image, Film, Font, Artwork }

/// <summary>A file that an advertiser gave, without what is in it: <see cref="LibraryFile"/> has that.</summary>
internal sealed class LibraryAsset
{
    public required Guid AssetId { get; init; }
    public required string AccountId { get; init; }
    public required AssetKind Kind { get; init; }
    public required FileType Type { get; init; }

    /// <summary>Of the file as kept: sanitised, without metadata. One asset a content and account.</summary>
    public required string Sha256 { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Pixels, as shown (after the orientation); null for fonts, and films that do not say.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }
    /// <summary>Of a film, as its container says; null where it does not.</summary>
    public int? DurationMs { get; init; }

    public string? VideoCodec { get; init; }
    public string? AudioCodec { get; init; }

    /// <summary>Of a font that texts can be drawn in; null for others.</summary>
    public string? FontFamily { get; set; }

    /// <summary>CSS, 1..1000.</summary>
    public int? FontWeight { get; set; }

    public required string Name { get; set; }

    /// <summary>Only creatives for this product (any of the brief's names) show it; null for all of the account's.</summary>
    public string? Product { get; set; }

    /// <summary>Of artwork: the publisher's title that it is of.</summary>
    public string? Title { get; set; }

    /// <summary>Of artwork: the title's, folded, with semicolons between.</summary>
    public string? Genres { get; set; }

    public IReadOnlyList<string> GenreList => Genres?.Split(';') ?? [];

    public required string RightsHolder { get; set; }

    /// <summary>Last day (UTC) on which it may be shown; null when the rights do not end.</summary>
    public DateOnly? RightsUntil { get; set; }

    /// <summary>Fractions of width and height, 0..1: what must stay in sight when it is cropped.</summary>
    public double FocalX { get; set; } = 0.5;

    public double FocalY { get; set; } = 0.5;

    /// <summary>A rectangle that no crop may cut, in fractions; the whole of nothing (0, 0) when anything may be cut.</summary>
    public double SafeX { get; set; }

    public double SafeY { get; set; }
    public double SafeWidth { get; set; }
    public double SafeHeight { get; set; }

    /// <summary>Where it was fetched from; null when it was uploaded.</summary>
    public string? SourceUrl { get; set; }

    /// <summary>IPTC digital source type that the file had when it came, which no later upload without one takes back; null where it had none.</summary>
    public string? DigitalSourceType { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A creative shows it: it is kept as evidence when it is deleted.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Why no new creative may show it, or null.</summary>
    public string? Unusable(DateTimeOffset now) => RightsUntil is { } last && DateOnly.FromDateTime(now.UtcDateTime) > last ? $"the rights of {RightsHolder} ended on {last:yyyy-MM-dd}"
        : Kind switch
        {
            AssetKind.Font when Type == FileType.Woff2 => "it is kept only: texts are drawn in TTF and OTF fonts, so upload it as one of these",
            AssetKind.Font when FontFamily is null => "it is kept only: it came before fonts were read, so upload it again",
            AssetKind.Film when Type != FileType.Mp4 => "it is kept only: players are sent MP4",
            AssetKind.Film when DurationMs is null or < 1000 || Width is null || Height is null => "it is kept only: its container says no duration of a second or more, or no size",
            _ => null,
        };
}

/// <summary>The bytes, apart so that lists do not read them.</summary>
internal sealed class LibraryFile
{
    public required string AccountId { get; init; }
    public required string Sha256 { get; init; }
    public required byte[] Content { get; init; }
}
