using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Tests.Library;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.ChoosingImages;

public sealed class The_library_illustrates
{
    [Fact]
    public async Task Every_format_that_has_room_within_its_bytes_and_says_with_what()
    {
        await using var shelf = await Shelf.OpenAsync();
        var photo = await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600), more: "&focalPoint=0.8,0.3&rightsUntil=2026-12-20");
        var logo = await shelf.KeepAsync(Files.Svg("<text x=\"20\" y=\"26\" fill=\"#1F3D2B\" font-size=\"18\">Maison</text>"), "logo");
        var all = await shelf.WriteAsync(Studio_with_pictures.Command(Studio_with_pictures.Formats));
        foreach (var shown in all)
        {
            var format = FormatCatalogue.Find(shown.Format)!;
            var bytes = Encoding.UTF8.GetByteCount(shown.Svg);
            Assert.True(bytes <= format.MaxBytes, $"{shown.Format}: {bytes}");
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown.Svg))), shown.View.GetProperty("assetUrl").GetString());
            Assert.DoesNotContain("picture:", shown.Svg, StringComparison.Ordinal);
            Assert.Equal(logo.GetProperty("id").GetString(), shown.Picture("logo")?.GetProperty("origin").GetProperty("assetId").GetString());
            Assert.Contains("data:image/svg+xml;base64,", shown.Svg, StringComparison.Ordinal);
            var image = shown.Picture("image");
            Assert.True(Frame.Of(shown.Format) is null == image is null, $"{shown.Format}: {shown.Notes}");
            if (image is null) continue;
            Assert.Contains("data:image/jpeg;base64,", shown.Svg, StringComparison.Ordinal);
            var origin = image.Value.GetProperty("origin");
            Assert.Equal((photo.GetProperty("id").GetString(), "Maison Verte", "library"), (origin.GetProperty("assetId").GetString(), origin.GetProperty("rightsHolder").GetString(), origin.GetProperty("source").GetString()));
            // The rights end before the offer does: after that day it may not be shown.
            Assert.Equal("2026-12-20", shown.View.GetProperty("lastDay").GetString());
            if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") is { } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"{shown.Format}-{shown.View.GetProperty("locale").GetString()}-{shown.View.GetProperty("angle").GetString()}.svg"), shown.Svg, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_native_in_every_shape_of_its_main_image()
    {
        await using var shelf = await Shelf.OpenAsync();
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600), more: "&focalPoint=0.8,0.3");
        foreach (var shown in await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Native)))
        {
            var detail = JsonDocument.Parse(await shelf.Owner.GetStringAsync($"/v1/creatives/{shown.View.GetProperty("id").GetString()}", TestContext.Current.CancellationToken)).RootElement;
            var images = detail.GetProperty("native").GetProperty("assets").EnumerateArray().Where(a => a.TryGetProperty("img", out _)).Select(a => a.GetProperty("img")).ToList();
            Assert.Equal(3, images.Count);
            foreach (var image in images)
            {
                var svg = await shelf.Owner.GetStringAsync(image.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
                Assert.Contains("data:image/jpeg;base64,", svg, StringComparison.Ordinal);
                Assert.True(svg.Length <= 350_000);
                if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") is { } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"native-{image.GetProperty("h").GetInt32()}.svg"), svg, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task Not_with_what_has_ended_is_anothers_or_is_for_another_product()
    {
        await using var shelf = await Shelf.OpenAsync();
        var ended = await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600), more: "&rightsUntil=2026-11-24");
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1500), more: "&product=Coffee");
        using var foreign = await Shelf.UploadAsync(shelf.Stranger, Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1400));
        foreach (var shown in await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250)))
        {
            Assert.Empty(shown.Pictures);
            Assert.DoesNotContain("<image", shown.Svg, StringComparison.Ordinal);
            Assert.Contains($"{ended.GetProperty("id").GetString()} is not used: the rights of Maison Verte ended on 2026-11-24", shown.Notes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task And_what_was_shown_is_explained_after_it_is_deleted()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var shelf = await Shelf.OpenAsync();
        var photo = await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600), more: "&product=Sol%C3%A8ne");
        var before = await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250));
        var address = $"/v1/assets/library/{photo.GetProperty("id").GetString()}";
        Assert.True((await shelf.Owner.DeleteAsync(address, cancellation)).IsSuccessStatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await shelf.Owner.GetAsync(address, cancellation)).StatusCode);
        Assert.Equal(before[0].Svg, await shelf.Owner.GetStringAsync(before[0].View.GetProperty("assetUrl").GetString(), cancellation));
        var later = await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250) with { CampaignId = Guid.Parse("0199c0de-0000-7000-8000-000000000002") });
        Assert.All(later, shown => Assert.Empty(shown.Pictures));
        // The same file again is the same asset again.
        Assert.Equal(photo.GetProperty("id").GetString(), (await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600))).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(1000, 1000, 2.0, 0.5, 0.5, 0, 0.25, 1, 0.5)]
    [InlineData(1000, 1000, 2.0, 0.5, 0.0, 0, 0, 1, 0.5)]
    [InlineData(1000, 1000, 0.5, 0.9, 0.5, 0.5, 0, 0.5, 1)]
    [InlineData(2000, 1000, 1.0, 0.25, 0.5, 0, 0, 0.5, 1)]
    public void A_crop_keeps_the_focal_point_as_near_its_middle_as_the_edge_allows(int width, int height, double aspect, double x, double y, double left, double top, double w, double h) =>
        Assert.Equal(new Area(left, top, w, h), Crop.Of(width, height, aspect, new(x, y), null));

    [Fact]
    public void A_crop_never_cuts_the_safe_area()
    {
        Assert.Equal(0.5, Crop.Of(2000, 1000, 1, new(0, 0), new(0.5, 0, 0.5, 1))!.X);
        Assert.Null(Crop.Of(2000, 1000, 1, new(0.5, 0.5), new(0.2, 0, 0.6, 1)));
    }

    /// <summary>Every pixel, by the formula of WCAG 2.2 written down again: photographs of all kinds, brands of all kinds.</summary>
    [Fact]
    public void Every_text_on_a_picture_reads_whatever_the_picture()
    {
#pragma warning disable RS0030 // Seeded.
        var random = new Random(7);
#pragma warning restore RS0030
        for (var round = 0; round < 60; round++)
        {
            using var picture = new SKBitmap(40, 30);
            for (var i = 0; i < 1200; i++) picture.SetPixel(i % 40, i / 40, new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
            var brand = Palette.From([$"#{random.Next(0x1000000):X6}", $"#{random.Next(0x1000000):X6}"]);
            var share = Darkroom.Scrim(picture, brand);
            if (share >= 1) continue;
            foreach (var p in picture.Pixels)
            {
                double Under(byte background, byte pixel) => pixel + (background - pixel) * share;
                var ground = Luminance(Under(brand.Background.R, p.Red), Under(brand.Background.G, p.Green), Under(brand.Background.B, p.Blue));
                foreach (var ink in new[] { brand.Ink, brand.SoftInk })
                {
                    var text = Luminance(ink.R, ink.G, ink.B);
                    // Half a step of rounding in each channel.
                    Assert.True((Math.Max(text, ground) + 0.05) / (Math.Min(text, ground) + 0.05) > 4.46, $"round {round}, share {share}");
                }
            }
        }
        static double Luminance(double r, double g, double b) => 0.2126 * Linear(r / 255) + 0.7152 * Linear(g / 255) + 0.0722 * Linear(b / 255);
        static double Linear(double c) => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
