using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Formats;

/// <summary>Names of a creative's texts, as they appear in the serving form.</summary>
internal static class Roles
{
    public const string Headline = "headline";

    /// <summary>Native: for placements that ask for a title of 25.</summary>
    public const string ShortHeadline = "headline25";

    /// <summary>Performance Max and responsive display: up to 90 characters.</summary>
    public const string LongHeadline = "longHeadline";

    public const string BusinessName = "businessName";
    public const string Body = "body";
    public const string Cta = "cta";
    public const string Sponsored = "sponsored";
    public const string Price = "price";
    public const string Disclosure = "disclosure";
    public const string Source = "source";
    public const string Legal = "legal";

    /// <summary>The offer in a word, drawn large: a price or a discount.</summary>
    public const string Badge = "badge";

    /// <summary>The address that a television shows.</summary>
    public const string Link = "link";

    /// <summary>On a native main image.</summary>
    public const string Product = "product";
}

/// <param name="Max">Characters, as UTF-16 units: what ad servers count for the scripts written here.</param>
internal sealed record TextLimit(string Role, int Max, bool Required = true);

/// <summary>Where the texts of a set come from.</summary>
internal enum Source { Headlines, ShortHeadlines, LongHeadlines, Bodies }

/// <summary>One kind of text of a set, stored as prefix1, prefix2 ...</summary>
/// <param name="OneWithin">At least one of them has at most so many characters; 0 where nothing of the kind is asked.</param>
internal sealed record SetPart(string Prefix, Source From, int Max, int AtLeast, int AtMost, int OneWithin = 0);

/// <param name="MaxBytes">Of a rendered static file; 0 where nothing is rendered.</param>
/// <param name="Source">Where the limits come from.</param>
internal sealed record FormatSpec(string Id, IReadOnlyList<TextLimit> Texts, Canvas? Canvas, int MaxBytes, string Source)
{
    /// <summary>Texts that are delivered in sets, which the network combines; empty for a creative that stands as it is.</summary>
    public IReadOnlyList<SetPart> Set { get; init; } = [];

    /// <summary>Shows the landing address as a QR code: a large screen, a viewer with a phone, and room for it.</summary>
    public bool Scannable { get; init; }

    /// <summary>The same picture in other shapes, which come with it.</summary>
    public IReadOnlyList<FormatSpec> Shapes { get; init; } = [];

    /// <summary>The limits come from a draft, which may still change.</summary>
    public bool Draft { get; init; }

    /// <summary>Shown for so long at least; null where no time is asked.</summary>
    public TimeSpan? AtLeast { get; init; }

    /// <summary>Shows a film of the advertiser's library.</summary>
    public bool IsFilm => FormatIds.Filmed.Contains(Id);

    /// <summary>The film is drawn from the creative's own texts.</summary>
    public bool IsMotion { get; init; }

    public bool IsSet => Set.Count > 0;

    public TextLimit? Find(string role) => Texts.FirstOrDefault(t => t.Role == role);
}

/// <summary>Pixels; <c>SafeX</c> are kept clear on the left and right, <c>SafeY</c> at the top and bottom.</summary>
internal sealed record Canvas(int Width, int Height, int SafeX, int SafeY);

/// <summary>The formats that are written here, each with its hard limits.</summary>
internal static class FormatCatalogue
{
    public const int SearchHeadlines = 15;
    public const int SearchDescriptions = 4;

    /// <summary>No format limits small print: the layout decides what it has room for.</summary>
    private const int SmallPrint = 2000;

    private const string Iab = "IAB New Ad Portfolio (2017, rev. 2019): fixed size, initial load";
    private const string Ctv = "IAB Tech Lab CTV ad portfolio (draft; AdCOM placement subtypes 5 to 9 are a draft too); title-safe area 90% after SMPTE ST 2046-1; static file below 350 kB";
    private const int CtvBytes = 350_000;

    /// <summary>A native's main image in its other shapes; nobody asks for them by name.</summary>
    public const string NativeSquare = "native-1200x1200";
    public const string NativeFourThree = "native-1200x900";

    private static FormatSpec MainImage(string id, int height) => new(id, [], new Canvas(1200, height, 60, 40), 350_000, "OpenRTB Native Ads 1.2, section 7.4: main image");

    private static TextLimit[] Texts(int headline, int body, int cta, bool print = true, bool link = false)
    {
        List<TextLimit> texts = [new(Roles.Headline, headline), new(Roles.Cta, cta), new(Roles.Disclosure, 12)];
        if (body > 0) texts.AddRange([new(Roles.Body, body, Required: false), new(Roles.Badge, 12, Required: false)]);
        if (print) texts.AddRange([new(Roles.Source, SmallPrint, Required: false), new(Roles.Legal, SmallPrint, Required: false)]);
        if (link) texts.Add(new(Roles.Link, 40, Required: false));
        return [.. texts];
    }

    public static IReadOnlyList<FormatSpec> All { get; } =
    [
        new(FormatIds.Display300x250, Texts(56, 92, 18), new Canvas(300, 250, 14, 12), 150_000, $"{Iab} 150 kB"),
        new(FormatIds.Display728x90, Texts(64, 0, 20), new Canvas(728, 90, 12, 8), 150_000, $"{Iab} 150 kB"),
        new(FormatIds.Display160x600, Texts(56, 92, 18), new Canvas(160, 600, 10, 24), 150_000, $"{Iab} 150 kB"),
        new(FormatIds.Display320x50, Texts(34, 0, 16, print: false), new Canvas(320, 50, 8, 5), 50_000, $"{Iab} 50 kB"),
        new(FormatIds.Display970x250, Texts(64, 110, 22), new Canvas(970, 250, 24, 16), 250_000, $"{Iab} 250 kB"),
        new(FormatIds.Native,
            [new(Roles.Headline, 90), new(Roles.ShortHeadline, 25, Required: false), new(Roles.Body, 140), new(Roles.Cta, 15),
             new(Roles.Sponsored, 90), new(Roles.Disclosure, 12), new(Roles.Product, 120), new(Roles.Price, 20, Required: false), new(Roles.Source, SmallPrint, Required: false), new(Roles.Legal, SmallPrint, Required: false)],
            new Canvas(1200, 628, 60, 40), 350_000,
            "OpenRTB Native Ads 1.2, sections 7.3 and 7.4: title 25, 90 or 140; desc 140; ctatext 15; sponsored at least 25; main image 1.91:1, 1:1 and 4:3") { Shapes = [MainImage(NativeSquare, 1200), MainImage(NativeFourThree, 900)] },
        new(FormatIds.Pause1920x1080, Texts(72, 140, 24, link: true), new Canvas(1920, 1080, 96, 54), CtvBytes, Ctv) { Scannable = true, Draft = true },
        new(FormatIds.Pause600x600, Texts(56, 92, 20), new Canvas(600, 600, 30, 30), CtvBytes, Ctv) { Draft = true },
        new(FormatIds.OverlayCorner, Texts(48, 72, 18), new Canvas(480, 270, 24, 14), CtvBytes, $"{Ctv}; corner overlay of 25% of the screen, at least 10 s") { Draft = true, AtLeast = TimeSpan.FromSeconds(10) },
        new(FormatIds.OverlayLowerThird, Texts(64, 0, 22, link: true), new Canvas(1920, 324, 96, 20), CtvBytes, $"{Ctv}; lower third of 30% of the screen, at least 10 s") { Draft = true, AtLeast = TimeSpan.FromSeconds(10) },
        new(FormatIds.Squeezeback, Texts(56, 92, 20), new Canvas(1920, 1080, 96, 54), CtvBytes, $"{Ctv}; the film keeps 60% of width and height") { Scannable = true, Draft = true },
        new(FormatIds.Screensaver, Texts(72, 140, 24, link: true), new Canvas(1920, 1080, 96, 54), CtvBytes, Ctv) { Scannable = true, Draft = true },
        new(FormatIds.Menu, Texts(64, 110, 22), new Canvas(1920, 480, 96, 30), CtvBytes, Ctv) { Scannable = true, Draft = true },
        new(FormatIds.ResponsiveSearch, [new(Roles.Headline, 30), new(Roles.Body, 90)], null, 0,
            "Google Ads, responsive search ads: 3 to 15 headlines of 30, 2 to 4 descriptions of 90 characters; no exclamation mark in a headline")
        { Set = [new("headline", Formats.Source.Headlines, 30, 3, SearchHeadlines), new("description", Formats.Source.Bodies, 90, 2, SearchDescriptions)] },
        new(FormatIds.PerformanceMax, [new(Roles.Headline, 30), new(Roles.LongHeadline, 90), new(Roles.Body, 90)], null, 0,
            "Google Ads, Performance Max asset groups: 3 to 15 headlines of 30 with one of at most 15, 1 to 5 long ones of 90, 2 to 5 descriptions of 90 with one of at most 60, business name of 25")
        {
            Set =
            [
                new("headline", Formats.Source.Headlines, 30, 3, 15, OneWithin: 15), new("longHeadline", Formats.Source.LongHeadlines, 90, 1, 5),
                new("description", Formats.Source.Bodies, 90, 2, 5, OneWithin: 60),
            ],
        },
        new(FormatIds.ResponsiveDisplay, [new(Roles.Headline, 30), new(Roles.LongHeadline, 90), new(Roles.Body, 90)], null, 0,
            "Google Ads, responsive display ads: 1 to 5 headlines of 30, one long headline of 90, 1 to 5 descriptions of 90, business name of 25")
        { Set = [new("headline", Formats.Source.Headlines, 30, 1, 5), new("longHeadline", Formats.Source.LongHeadlines, 90, 1, 1), new("description", Formats.Source.Bodies, 90, 1, 5)] },
        new(FormatIds.Meta, [new(Roles.Headline, 40), new(Roles.ShortHeadline, 30), new(Roles.Body, 125)], null, 0,
            "Meta Ads guide, single image in feed: primary text 125, headline 40, description 30 characters before truncation; up to 5 options each")
        { Set = [new("primaryText", Formats.Source.Bodies, 125, 1, 5), new("headline", Formats.Source.Headlines, 40, 1, 5), new("description", Formats.Source.ShortHeadlines, 30, 1, 5)] },
    ];

    /// <summary>What stands beside a film, for a reader of the list and a player's button: the film itself is supplied.</summary>
    public static FormatSpec Video { get; } = new(FormatIds.Video1920x1080, [new(Roles.Headline, 72), new(Roles.Body, 140, Required: false), new(Roles.Cta, 24), new(Roles.Disclosure, 12)], null, 0,
        "IAB Tech Lab VAST 4.2, section 3.9: linear, progressive MP4; duration and bit rate as its container says");

    /// <summary>The same where the film is rendered: its texts are in it, a tenth of the height above and below them stays clear for captions and overscan, and its drawing is what people review.</summary>
    public static FormatSpec Motion { get; } = Video with { Texts = Texts(72, 140, 24, link: true), Canvas = new(1920, 1080, 96, 108), MaxBytes = CtvBytes, IsMotion = true };

    private static readonly Dictionary<string, FormatSpec> ById = All.Append(Video).ToDictionary(f => f.Id);

    public static FormatSpec? Find(string id) => ById.GetValueOrDefault(id);

    /// <param name="film">What a creative of the format shows; null for none.</param>
    public static FormatSpec Of(string id, GeneratingCreatives.ShownFilm? film) => film is { Rendered: true } ? Motion : ById[id];

    /// <summary>Google shows a business name of at most 25 characters; a longer name is not cut.</summary>
    public const int BusinessNameMax = 25;
}
