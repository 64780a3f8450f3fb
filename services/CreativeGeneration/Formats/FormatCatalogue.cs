using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Formats;

/// <summary>Names of a creative's texts, as they appear in the serving form.</summary>
internal static class Roles
{
    public const string Headline = "headline";

    /// <summary>Native: for placements that ask for a title of 25.</summary>
    public const string ShortHeadline = "headline25";

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

/// <param name="MaxBytes">Of a rendered static file; 0 where nothing is rendered.</param>
/// <param name="Source">Where the limits come from.</param>
internal sealed record FormatSpec(string Id, IReadOnlyList<TextLimit> Texts, Canvas? Canvas, int MaxBytes, string Source)
{
    public TextLimit? Find(string role) => Texts.FirstOrDefault(t => t.Role == role);
}

/// <summary>Pixels; <c>SafeX</c> are kept clear on the left and right, <c>SafeY</c> at the top and bottom.</summary>
internal sealed record Canvas(int Width, int Height, int SafeX, int SafeY);

/// <summary>The formats that are written here, each with its hard limits.</summary>
internal static class FormatCatalogue
{
    public const int SearchHeadlines = 15;
    public const int SearchHeadlinesAtLeast = 3;
    public const int SearchDescriptions = 4;
    public const int SearchDescriptionsAtLeast = 2;

    /// <summary>No format limits small print: the layout decides what it has room for.</summary>
    private const int SmallPrint = 2000;

    public static IReadOnlyList<FormatSpec> All { get; } =
    [
        new(FormatIds.Display300x250,
            [new(Roles.Headline, 56), new(Roles.Body, 92, Required: false), new(Roles.Cta, 18), new(Roles.Disclosure, 12), new(Roles.Badge, 12, Required: false), new(Roles.Source, SmallPrint, Required: false), new(Roles.Legal, SmallPrint, Required: false)],
            new Canvas(300, 250, 14, 12), 150_000,
            "IAB New Ad Portfolio (2017, rev. 2019), medium rectangle: 300x250, initial load 150 kB"),
        new(FormatIds.Native,
            [new(Roles.Headline, 90), new(Roles.ShortHeadline, 25, Required: false), new(Roles.Body, 140), new(Roles.Cta, 15),
             new(Roles.Sponsored, 90), new(Roles.Disclosure, 12), new(Roles.Product, 120), new(Roles.Price, 20, Required: false), new(Roles.Source, SmallPrint, Required: false), new(Roles.Legal, SmallPrint, Required: false)],
            new Canvas(1200, 628, 60, 40), 350_000,
            "OpenRTB Native Ads 1.2, sections 7.3 and 7.4: title 25, 90 or 140; desc 140; ctatext 15; sponsored at least 25; main image 1.91:1"),
        new(FormatIds.Pause1920x1080,
            [new(Roles.Headline, 72), new(Roles.Body, 140, Required: false), new(Roles.Cta, 24), new(Roles.Disclosure, 12), new(Roles.Badge, 12, Required: false), new(Roles.Link, 40, Required: false), new(Roles.Source, SmallPrint, Required: false), new(Roles.Legal, SmallPrint, Required: false)],
            new Canvas(1920, 1080, 96, 54), 350_000,
            "IAB Tech Lab CTV ad portfolio, pause ad (draft); title-safe area 90% after SMPTE ST 2046-1; static file below 350 kB"),
        new(FormatIds.ResponsiveSearch,
            [new(Roles.Headline, 30), new(Roles.Body, 90)],
            null, 0,
            "Google Ads, responsive search ads: 3 to 15 headlines of 30, 2 to 4 descriptions of 90 characters; no exclamation mark in a headline"),
    ];

    public static FormatSpec? Find(string id) => All.FirstOrDefault(f => f.Id == id);
}
