using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>Where a font comes from, for lineage.</summary>
/// <param name="Weight">CSS, 1..1000.</param>
/// <param name="Sha256">Of the file in the library.</param>
/// <param name="Until">Last day on which it may be shown.</param>
internal sealed record FontOrigin(string Family, int Weight, string Sha256, string AssetId, string Name, string RightsHolder, DateOnly? Until);

/// <summary>A font inside a drawing.</summary>
/// <param name="Content">WOFF 2.0.</param>
internal sealed record EmbeddedFont(string Sha256, byte[] Content, BrandFace Face)
{
    public const string Mime = "font/woff2";

    /// <summary>Stands for <see cref="Uri"/> in a stored file, as pictures have it: a text's quotes are escaped.</summary>
    public string Placeholder => $"url(\"font:{Sha256}\")";

    public string Uri => $"url(\"data:{Mime};base64,{Convert.ToBase64String(Content)}\")";
}

/// <summary>One file of a brand's family, ready to measure and to draw.</summary>
internal sealed class BrandFace(byte[] content, OpenTypeFont font, FontOrigin origin)
{
    /// <summary>Letters of western Europe, and what is printed between them: all of a campaign's creatives share one file.</summary>
    private static readonly string Repertoire = string.Concat(Enumerable.Range(0x20, 0x5F).Concat(Enumerable.Range(0xA0, 0x60)).Append(0x152).Append(0x153).Select(c => (char)c)) + "‐‑–—‘’‚“”„…‹›€−\u202F\u2009";

    private readonly ConcurrentDictionary<string, EmbeddedFont> _embedded = new();

    public FontOrigin Origin => origin;
    public OpenTypeFont Font => font;
    public byte[] Content => content;

    /// <summary>Its name in a drawing: nobody else's font of the same name is taken for it.</summary>
    public string Alias => AliasOf(origin.Sha256);

    public static string AliasOf(string sha256) => $"brand-{sha256[..16]}";

    /// <param name="exact">Only these characters, for a format of few bytes; else what most texts need besides.</param>
    public EmbeddedFont Embed(IEnumerable<char> characters, bool exact)
    {
        var wanted = string.Concat(characters.Concat(exact ? "" : Repertoire).Where(c => font.Glyph(c) != 0).Distinct().Order());
        return _embedded.GetOrAdd(font.MayBeSubset && font.HasOutlineTable ? wanted : "", key =>
        {
            var file = Woff2.Write((key.Length > 0 ? FontSubset.Of(font, key) : null) ?? All());
            return new(Convert.ToHexStringLower(SHA256.HashData(file)), file, this);
        });
    }

    private SortedDictionary<string, byte[]> All() => new(font.Tables.Where(t => t is not "DSIG").ToDictionary(t => t, t => font.Table(t).ToArray()), StringComparer.Ordinal);
}
