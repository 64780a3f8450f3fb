using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.CreativeGeneration.Tests.Rendering.Fonts;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.ChoosingImages;

public sealed partial class The_library_gives_the_typeface
{
    [GeneratedRegex("src:url\\(\"data:font/woff2;base64,([A-Za-z0-9+/=]+)\"\\)")]
    private static partial Regex Inside();

    [Fact]
    public async Task Of_the_brand_where_it_fits_with_its_rights_in_the_files_within_their_bytes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var shelf = await Shelf.OpenAsync();
        var regular = await shelf.KeepAsync(BrandFonts.Regular, "font", "&rightsUntil=2026-12-20", "font/ttf");
        var bold = await shelf.KeepAsync(BrandFonts.Bold, "font", type: "font/ttf");
        Assert.Equal(("DejaVu Sans", 400, JsonValueKind.Null), (regular.GetProperty("font").GetProperty("family").GetString(), regular.GetProperty("font").GetProperty("weight").GetInt32(), regular.GetProperty("unusable").ValueKind));
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600));
        var all = await shelf.WriteAsync(Studio_with_pictures.Command(Studio_with_pictures.Formats));
        var own = 0;
        foreach (var shown in all)
        {
            var fonts = shown.Lineage.GetProperty("fonts").EnumerateArray().Select(f => f.GetProperty("assetId").GetString()).ToList();
            Assert.True(Encoding.UTF8.GetByteCount(shown.Svg) <= FormatCatalogue.Find(shown.Format)!.MaxBytes);
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown.Svg))), shown.View.GetProperty("assetUrl").GetString());
            Assert.DoesNotContain("font:", shown.Svg, StringComparison.Ordinal);
            Assert.Equal(fonts.Count, Inside().Count(shown.Svg));
            Assert.Equal(fonts.Count > 0, shown.Svg.Contains("font-family=\"brand-", StringComparison.Ordinal));
            if (fonts.Count == 0) Assert.Contains("in Inter, not in DejaVu Sans", shown.Notes, StringComparison.Ordinal);
            else own++;
            if (fonts.Contains(regular.GetProperty("id").GetString())) Assert.Equal("2026-12-20", shown.View.GetProperty("lastDay").GetString());
            if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") is { } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"font-{shown.Format}-{shown.View.GetProperty("locale").GetString()}-{shown.View.GetProperty("angle").GetString()}.svg"), shown.Svg, cancellation);
        }
        Assert.True(own > all.Count / 2, $"{own} of {all.Count} in the brand's font");
        Assert.Contains(all, s => s.Lineage.GetProperty("fonts").EnumerateArray().Any(f => f.GetProperty("assetId").GetString() == bold.GetProperty("id").GetString()));

        // An edit is drawn in what it was drawn in, whatever became of it in the library; and so is the picture for who takes no SVG.
        var first = all.First(s => s.Format == FormatIds.Pause1920x1080 && s.View.GetProperty("locale").GetString() == "en" && s.View.GetProperty("angle").GetString() == "benefit");
        foreach (var font in new[] { regular, bold }) (await shelf.Owner.DeleteAsync($"/v1/assets/library/{font.GetProperty("id").GetString()}", cancellation)).EnsureSuccessStatusCode();
        using var edit = new HttpRequestMessage(HttpMethod.Post, $"/v1/creatives/{first.View.GetProperty("id").GetString()}/edits") { Content = JsonContent.Create(new { version = 1, editor = "Anna", texts = new { headline = "Calms the evening" } }) };
        edit.Headers.Add("Idempotency-Key", "font-1");
        using var edited = await shelf.Owner.SendAsync(edit, cancellation);
        Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync(cancellation));
        var svg = await shelf.Owner.GetStringAsync((await Shelf.ReadAsync(edited)).GetProperty("creative").GetProperty("assetUrl").GetString(), cancellation);
        Assert.Equal(Inside().Count(first.Svg), Inside().Count(svg));
    }

    [Fact]
    public async Task Named_by_the_brief_where_there_are_several()
    {
        await using var shelf = await Shelf.OpenAsync();
        await shelf.KeepAsync(BrandFonts.Regular, "font", type: "font/ttf");
        await shelf.KeepAsync(BrandFonts.Inter("Regular"), "font", type: "font/otf");
        var unnamed = await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Pause1920x1080));
        Assert.All(unnamed, s => Assert.Contains("several families (DejaVu Sans, Inter)", s.Notes, StringComparison.Ordinal));
        Assert.All(unnamed, s => Assert.Equal(0, s.Lineage.GetProperty("fonts").GetArrayLength()));
        var named = await shelf.WriteAsync(Named("dejavu sans", 2));
        Assert.Contains(named, s => s.Lineage.GetProperty("fonts").EnumerateArray().Any(f => f.GetProperty("family").GetString() == "DejaVu Sans"));
        await shelf.App.PublishAsync(Named("Helvetica", 3));
        var failed = await shelf.App.WaitForAsync<CreativeGenerationFailed>();
        Assert.Equal("brand.font", failed.Field);
        Assert.Contains("Helvetica", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_what_has_ended_is_anothers_or_is_for_another_product()
    {
        await using var shelf = await Shelf.OpenAsync();
        var ended = await shelf.KeepAsync(BrandFonts.Regular, "font", "&rightsUntil=2026-11-24", "font/ttf");
        await shelf.KeepAsync(BrandFonts.Bold, "font", "&product=Coffee", "font/ttf");
        using var foreign = await Shelf.UploadAsync(shelf.Stranger, BrandFonts.Inter("Bold"), "font/otf", "font");
        Assert.True(foreign.IsSuccessStatusCode);
        foreach (var shown in await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250)))
        {
            Assert.Equal(0, shown.Lineage.GetProperty("fonts").GetArrayLength());
            Assert.DoesNotContain("brand-", shown.Svg, StringComparison.Ordinal);
            Assert.Contains($"{ended.GetProperty("id").GetString()} is not used: the rights of Maison Verte ended on 2026-11-24", shown.Notes, StringComparison.Ordinal);
        }
    }

    /// <summary>A rasteriser reads no font out of a drawing: it is given the library's own, and draws other letters than Inter's.</summary>
    [Fact]
    public async Task And_the_rasteriser_finds_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (Rasteriser.Command is null) AdPlatform.Testing.Servers.Missing.Skip("no rsvg-convert (librsvg2-bin)");
        var face = BrandFonts.Face(BrandFonts.Bold);
        string Drawing(string family) => $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"60\"><text x=\"4\" y=\"44\" font-size=\"40\" font-weight=\"700\" font-family=\"{family}, Inter\">Quiet 12</text></svg>";
        using var fonts = await AdPlatform.CreativeGeneration.Rendering.Fonts.FontFolder.OpenAsync([new(face.Origin.Sha256, face.Content)], cancellation);
        var (with, without, named) = (await Rasteriser.PngAsync(Drawing(face.Alias), fonts, cancellation), await Rasteriser.PngAsync(Drawing(face.Alias), null, cancellation), await Rasteriser.PngAsync(Drawing("DejaVu Sans"), null, cancellation));
        Assert.Equal(Pixels(named!), Pixels(with!));
        Assert.NotEqual(Pixels(without!), Pixels(with!));
    }

    private static byte[] Pixels(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        return bitmap.Bytes;
    }

    private static GenerateCreatives Named(string font, int version) =>
        Samples.Command(Samples.Tea() with { Formats = [FormatIds.Pause1920x1080], Brand = Samples.Tea().Brand with { Font = font } }, [Samples.Segments()[0]], Guid.Parse($"0199c0de-0000-7000-8000-00000000000{version}"));
}
