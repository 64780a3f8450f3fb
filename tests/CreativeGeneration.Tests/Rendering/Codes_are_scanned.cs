using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.Testing.Servers;
using SkiaSharp;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace AdPlatform.CreativeGeneration.Tests.Rendering;

public sealed class Codes_are_scanned
{
    /// <summary>Millimetres that a pixel of 1920 takes on a television of 43 inches, and that one of a 12-megapixel phone sees at 3 m.</summary>
    private const double ScreenPixel = 0.496, CameraPixel = 0.92;

    [Theory]
    [InlineData(FormatIds.Pause1920x1080)]
    [InlineData(FormatIds.Screensaver)]
    [InlineData(FormatIds.Squeezeback)]
    [InlineData(FormatIds.Menu)]
    public async Task From_three_metres_and_lead_to_the_landing_page(string format)
    {
        if (Rasteriser.Command is null) Missing.Skip("no rsvg-convert (librsvg2-bin)");
        // All of a format show the same code in the same place.
        foreach (var draft in Draw(Samples.Tea() with { Formats = [format], Locales = ["en"] }).Take(1))
        {
            var png = await Rasteriser.PngAsync(draft.Artwork!.Whole, null, TestContext.Current.CancellationToken);
            using var screen = SKBitmap.Decode(png);
            Assert.Equal("https://www.maisonverte.example/solene", Read(screen));
            using var seen = screen.Resize(new SKImageInfo((int)(screen.Width * ScreenPixel / CameraPixel), (int)(screen.Height * ScreenPixel / CameraPixel)), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            Assert.Equal("https://www.maisonverte.example/solene", Read(seen));
            var code = draft.Artwork.Boxes.Single(b => b.Name == "code");
            Assert.True(ScanCode.ModulePixels * ScreenPixel >= 3 * CameraPixel);
            Assert.True(code.Width >= 29 * ScanCode.ModulePixels);
        }
    }

    [Theory]
    [InlineData("#FFF6D8", "#F2C14E")]
    [InlineData("#E4002B", "#FFFFFF")]
    [InlineData("#1F3D2B", "#F2C14E")]
    [InlineData("#777777", "#888888")]
    public void In_colours_that_differ_enough(string background, string accent) => Assert.True(ScanCode.Dark(Palette.From([background, accent])).Contrast(Colour.White) >= 7);

    /// <summary>Two independent readings of the standard agree on addresses of every length.</summary>
    [Fact]
    public void Whatever_the_address_up_to_the_length_that_three_metres_allow()
    {
        for (var length = 15; length <= 134; length += 7)
        {
            var url = "https://a.example/" + new string('q', Math.Max(0, length - 18));
            var code = ScanCode.Of(url)!;
            using var bitmap = new SKBitmap(code.Side * 3, code.Side * 3);
            using (var canvas = new SKCanvas(bitmap))
            using (var path = SKPath.ParseSvgPathData(code.Path))
            using (var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false })
            {
                canvas.Clear(SKColors.White);
                canvas.Scale(3);
                canvas.DrawPath(path, paint);
            }
            Assert.Equal(url, Read(bitmap, DecodeHintType.PURE_BARCODE));
        }
        Assert.Null(ScanCode.Of("https://a.example/" + new string('q', 160)));
        Assert.Null(ScanCode.Of("https://a.example/" + new string('q', 5000)));
    }

    [Fact]
    public void An_address_that_is_too_long_is_left_out_and_told()
    {
        foreach (var draft in Draw(Samples.Tea() with { Formats = [FormatIds.Pause1920x1080], LandingUrl = "https://www.maisonverte.example/" + new string('q', 150) }))
        {
            Assert.DoesNotContain(draft.Artwork!.Boxes, b => b.Name == "code");
            Assert.Contains(draft.Artwork.Notes, n => n.StartsWith("no QR code", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Streaming_formats_say_that_their_limits_are_a_draft()
    {
        string[] streaming = [FormatIds.Pause1920x1080, FormatIds.Pause600x600, FormatIds.OverlayCorner, FormatIds.OverlayLowerThird, FormatIds.Squeezeback, FormatIds.Screensaver, FormatIds.Menu];
        Assert.Equal(streaming.Order(), FormatCatalogue.All.Where(f => f.Draft).Select(f => f.Id).Order());
        Assert.All(FormatCatalogue.All.Where(f => f.Draft), f => Assert.Equal(350_000, f.MaxBytes));
        Assert.Equal([FormatIds.OverlayCorner, FormatIds.OverlayLowerThird], FormatCatalogue.All.Where(f => f.AtLeast == TimeSpan.FromSeconds(10)).Select(f => f.Id));
    }

    private static IReadOnlyList<CreativeDraft> Draw(CampaignBrief brief)
    {
        var (studio, fault) = Studio.Open(Samples.Command(brief, [Samples.Segments()[0]]), new CreativeGenerationOptions(), [new GroundedWriter()]);
        Assert.Null(fault);
        foreach (var cell in studio!.Cells)
        {
            Assert.True(studio.WriteAsync(cell, new WritingSession(0), CancellationToken.None).IsCompletedSuccessfully);
            Assert.Null(studio.Compose(cell));
        }
        Assert.NotEmpty(studio.Drafts);
        return studio.Drafts;
    }

    private static string? Read(SKBitmap bitmap, DecodeHintType how = DecodeHintType.TRY_HARDER)
    {
        var rgb = bitmap.Pixels.SelectMany(p => new[] { p.Red, p.Green, p.Blue }).ToArray();
        var light = new RGBLuminanceSource(rgb, bitmap.Width, bitmap.Height);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light)), new Dictionary<DecodeHintType, object> { [how] = true })?.Text;
    }
}
