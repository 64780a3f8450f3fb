using System.Security.Cryptography;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.Testing.Servers;

namespace AdPlatform.CreativeGeneration.Tests.Rendering.Fonts;

/// <summary>Real fonts of this machine, as an advertiser would upload them. Skips, and says so, without them.</summary>
internal static class BrandFonts
{
    public static byte[] Regular => Read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core");
    public static byte[] Bold => Read("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", "fonts-dejavu-core");

    /// <summary>CFF outlines.</summary>
    public static byte[] Inter(string cut) => Read($"/usr/share/fonts/opentype/inter/Inter-{cut}.otf", "fonts-inter");

    public static Typeface DejaVu() => Typeface.Of([Face(Regular), Face(Bold)]);

    public static BrandFace Face(byte[] file)
    {
        var (font, fault) = OpenTypeFont.Read(file);
        Assert.True(font is not null, fault);
        return new(file, font, new(font.Family!, font.Weight, Convert.ToHexStringLower(SHA256.HashData(file)), "ast_1", "A font", "Somebody", null));
    }

    private static byte[] Read(string path, string package)
    {
        if (!File.Exists(path)) Missing.Skip($"no {Path.GetFileName(path)} ({package})");
        return File.ReadAllBytes(path);
    }
}
