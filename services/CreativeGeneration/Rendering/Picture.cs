using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Library;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>Where a format has a place for a picture, in its pixels.</summary>
/// <param name="UnderText">Texts stand on it, so it lies under a scrim.</param>
/// <param name="MaxBytes">Of the encoded picture; base64 adds a third, and the rest of the format's limit is the drawing's.</param>
internal sealed record Frame(int X, int Y, int Width, int Height, bool UnderText, int MaxBytes)
{
    public double Aspect => (double)Width / Height;

    /// <summary>Null where text needs all of the place: strips of 50 to 90 pixels.</summary>
    public static Frame? Of(string format) => format switch
    {
        FormatIds.Display300x250 => new(0, 0, 300, 250, true, 60_000),
        FormatIds.Display160x600 => new(0, 0, 160, 600, true, 60_000),
        FormatIds.Display970x250 => new(660, 0, 310, 250, false, 90_000),
        FormatIds.Pause600x600 => new(0, 0, 600, 600, true, 120_000),
        FormatIds.OverlayCorner => new(0, 0, 480, 270, true, 90_000),
        FormatIds.Menu => new(1280, 0, 640, 480, false, 120_000),
        FormatIds.Squeezeback => new(SqueezebackLayout.CodeRight + 30, 648, 1152 - SqueezebackLayout.CodeRight - 30, 432, false, 150_000),
        FormatIds.Pause1920x1080 or FormatIds.Screensaver or FormatIds.Video1920x1080 => new(1180, 0, 740, 1080, false, 160_000),
        FormatIds.Native => new(624, 0, 576, 628, false, 140_000),
        FormatCatalogue.NativeFourThree => new(624, 0, 576, 900, false, 140_000),
        FormatCatalogue.NativeSquare => new(624, 0, 576, 1200, false, 140_000),
        _ => null,
    };
}

/// <summary>Where a picture comes from, for lineage.</summary>
/// <param name="Source">library, artwork (of a publisher's title), model, or motion (a film that was rendered).</param>
/// <param name="SourceSha256">Of the picture before it was cropped.</param>
/// <param name="AssetId">Of the library, <c>ast_...</c>.</param>
/// <param name="Model">Name of the image model that made it.</param>
/// <param name="PromptSha256">Of what the model was asked.</param>
/// <param name="Until">Last day on which it may be shown.</param>
/// <param name="Marked">IPTC digital source type that the supplied file said of itself.</param>
internal sealed record PictureOrigin(string Source, string SourceSha256, string? AssetId = null, string? Name = null, string? RightsHolder = null, DateOnly? Until = null, string? Model = null, string? PromptSha256 = null, string? Marked = null)
{
    /// <summary>Of artwork: shown to segments that are strong in one of them; null for what everybody may see.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>IPTC digital source type of what an algorithm made: the machine-readable marking (EU AI Act, article 50(2)); of what people supplied, what it says; null where it says nothing.</summary>
    public string? DigitalSourceType => Model is null ? Marked : Generated;

    /// <summary>A trained model made it, or some of it: the platform's, or one before it came here.</summary>
    public bool ByModel => Model is not null || SourceMark.ByModel(Marked);

    public const string Generated = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
}

/// <summary>A picture ready to be drawn: cropped for its frame, encoded.</summary>
/// <param name="Scrim">Share of the background over it, 0..1, at which every text on it reads; 0 where none stands on it.</param>
/// <param name="Plate">Behind a logo, so that it stands out; null for a picture.</param>
internal sealed record Picture(string Sha256, string Mime, byte[] Content, int Width, int Height, double Scrim, PictureOrigin Origin, Colour? Plate = null)
{
    public string Uri => $"data:{Mime};base64,{Convert.ToBase64String(Content)}";

    /// <summary>Stands for <see cref="Uri"/> in a stored file: many creatives show one picture. A text cannot look like it, because its quotes are escaped.</summary>
    public string Placeholder => $"href=\"picture:{Sha256}\"";
}
