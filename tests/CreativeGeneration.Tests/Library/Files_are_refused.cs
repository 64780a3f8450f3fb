using System.Net;
using System.Text;
using AdPlatform.CreativeGeneration.Library;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.Library;

public sealed class Files_are_refused(SharedShelf shared) : IClassFixture<SharedShelf>
{
    public static TheoryData<string, byte[], string?, string, string> Bad => new()
    {
        { "an empty body", [], null, "image", "file" },
        { "a text", "hello"u8.ToArray(), "text/plain", "image", "file" },
        { "a page", "<html><svg xmlns='http://www.w3.org/2000/svg'/></html>"u8.ToArray(), null, "image", "file" },
        { "a PNG that says it is a JPEG", Files.ChattyPng(), "image/jpeg", "image", "Content-Type" },
        { "an SVG that says it is a PNG", Files.Svg(""), "image/png", "logo", "Content-Type" },
        { "a picture as a film", Files.ChattyPng(), "image/png", "film", "kind" },
        { "a film as a logo", Files.Mp4(), "video/mp4", "logo", "kind" },
        { "a thing", Files.ChattyPng(), "image/png", "thing", "kind" },
        { "a number for a kind", Files.ChattyPng(), "image/png", "1", "kind" },
        { "a decompression bomb", Files.Bomb(), "image/png", "image", "file" },
        { "half a JPEG", Files.CameraJpeg()[..400], "image/jpeg", "image", "file" },
        { "half a PNG", Files.ChattyPng()[..200], "image/png", "image", "file" },
        { "half a film", Files.Mp4()[..60], "video/mp4", "film", "file" },
        { "a broken font", [.. "wOF2"u8, .. new byte[60]], "font/woff2", "font", "file" },
        { "a font that points out of itself", [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. "glyf"u8, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 9], "font/ttf", "font", "file" },
        { "an SVG with a document type", Files.Svg("", "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"), "image/svg+xml", "logo", "file" },
        { "an SVG that is only a script", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>alert(1)</script></svg>"), "image/svg+xml", "logo", "file" },
        { "an SVG without a size", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>"), "image/svg+xml", "logo", "file" },
        { "a deep SVG", Files.Svg(string.Concat(Enumerable.Repeat("<g>", 80)) + string.Concat(Enumerable.Repeat("</g>", 80))), "image/svg+xml", "logo", "file" },
    };

    [Theory, MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task With_the_field(string what, byte[] file, string? type, string kind, string field)
    {
        var shelf = shared.Shelf;
        using var response = await Shelf.UploadAsync(shelf.Owner, file, type, kind);
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, what);
        Assert.Equal(field, await Shelf.FieldAsync(response));
    }

    [Theory]
    [InlineData("kind=image&rightsHolder=M", "name")]
    [InlineData("kind=image&name=N", "rightsHolder")]
    [InlineData("kind=image&name=N&rightsHolder=M&rightsUntil=tomorrow", "rightsUntil")]
    [InlineData("kind=image&name=N&rightsHolder=M&focalPoint=2,0", "focalPoint")]
    [InlineData("kind=image&name=N&rightsHolder=M&focalPoint=NaN,0", "focalPoint")]
    [InlineData("kind=image&name=N&rightsHolder=M&safeArea=0.5,0.5,0.6,0.1", "safeArea")]
    public async Task When_what_is_said_about_them_is_wrong(string query, string field)
    {
        var shelf = shared.Shelf;
        using var response = await shelf.Owner.PostAsync($"/v1/assets/library?{query}", new ByteArrayContent(Files.ChattyPng()), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, await Shelf.FieldAsync(response));
    }

    [Fact]
    public async Task When_they_are_larger_than_they_may_be()
    {
        await using var shelf = await Shelf.OpenAsync(new() { ["AdPlatform:CreativeLibrary:MaxImageBytes"] = "1000", ["AdPlatform:CreativeLibrary:BytesPerAccount"] = "1300" });
        using var large = await Shelf.UploadAsync(shelf.Owner, Files.CameraJpeg());
        Assert.Equal(("file", HttpStatusCode.BadRequest), (await Shelf.FieldAsync(large), large.StatusCode));
        await shelf.KeepAsync([.. Files.Svg($"<text>{new string('x', 900)}</text>")], "logo");
        using var full = await Shelf.UploadAsync(shelf.Owner, Files.Svg($"<text>{new string('y', 900)}</text>"), kind: "logo");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.StatusCode);
    }

    /// <summary>Each of these in a drawing is gone afterwards, and the rest of it is not.</summary>
    [Theory]
    [InlineData("<script>alert(1)</script>", "alert")]
    [InlineData("<circle r=\"5\" onload=\"alert(1)\"/>", "alert")]
    [InlineData("<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://evil.example\"/></foreignObject>", "evil")]
    [InlineData("<image href=\"https://evil.example/x.png\"/>", "evil")]
    [InlineData("<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>", "data:")]
    [InlineData("<use href=\"https://evil.example/x.svg#a\"/>", "evil")]
    [InlineData("<use xlink:href=\"javascript:alert(1)\"/>", "alert")]
    [InlineData("<a href=\"https://evil.example\"><circle r=\"5\"/></a>", "evil")]
    [InlineData("<style>@import url(https://evil.example/x.css);</style>", "evil")]
    [InlineData("<style>rect{fill:url(https://evil.example/x.svg#a)}</style>", "evil")]
    [InlineData("<rect style=\"fill:u\\72l(https://evil.example)\"/>", "evil")]
    [InlineData("<rect style=\"fill:url/**/(https://evil.example)\"/>", "evil")]
    [InlineData("<rect fill=\"url(//evil.example/#a)\"/>", "evil")]
    [InlineData("<rect style=\"background:image-set('https://evil.example')\"/>", "evil")]
    [InlineData("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>", "alert")]
    [InlineData("<set attributeName=\"onclick\" to=\"alert(1)\"/>", "alert")]
    [InlineData("<filter id=\"f\"><feImage href=\"https://evil.example\"/></filter>", "evil")]
    [InlineData("<handler xmlns=\"http://www.w3.org/2001/xml-events\">alert(1)</handler>", "alert")]
    [InlineData("<rect xml:base=\"https://evil.example\"/>", "evil")]
    public void What_could_act_is_taken_out_of_a_drawing(string inside, string never)
    {
        var (clean, fault) = SafeSvg.Clean(Files.Svg(inside));
        Assert.Null(fault);
        var text = Encoding.UTF8.GetString(clean!.Content);
        Assert.DoesNotContain(never, text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("#F2C14E", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_draws_stays_and_copies_of_copies_do_not()
    {
        var bomb = string.Concat(Enumerable.Range(1, 20).Select(i => $"<g id=\"g{i}\"><use href=\"#g{i - 1}\"/><use href=\"#g{i - 1}\"/></g>"));
        var (clean, _) = SafeSvg.Clean(Files.Svg($"<style>.a{{fill:url(#p)}}</style><defs><linearGradient id=\"p\"><stop offset=\"0\" stop-color=\"red\"/></linearGradient><g id=\"g0\"><path class=\"a\" d=\"M0 0h9\"/></g></defs><use xlink:href=\"#g0\"/>{bomb}"));
        var text = Encoding.UTF8.GetString(clean!.Content);
        Assert.Contains("fill:url(#p)", text, StringComparison.Ordinal);
        Assert.Contains("href=\"#g0\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#g1\"", text, StringComparison.Ordinal);
    }

    /// <summary>Seeded: 20,000 files, each good but for a few bytes or cut short. Whatever they are, they are answered, and what is accepted is read again with the same outcome.</summary>
    [Fact]
    public void Broken_files_break_nothing()
    {
#pragma warning disable RS0030 // Seeded.
        var random = new Random(20261127);
#pragma warning restore RS0030
        byte[][] good = [Files.CameraJpeg(6), Files.ChattyPng(), Files.ChattyWebP(), Files.ChattyGif(), Files.Mp4(), Files.WebM(), Files.Svg("<g/>"), Files.Picture(SKEncodedImageFormat.Png, 9, 9)];
        var limits = new LibraryOptions();
        for (var i = 0; i < 20_000; i++)
        {
            byte[] file = [.. good[i % good.Length]];
            for (var changes = random.Next(1, 6); changes > 0; changes--) file[random.Next(Math.Min(file.Length, 600))] = (byte)random.Next(256);
            if (random.Next(3) == 0) file = file[..random.Next(file.Length + 1)];
            foreach (var kind in new[] { AssetKind.Image, AssetKind.Film })
                if (CheckedFile.Of(file, null, kind, limits) is CheckedFile.Accepted { Content: var kept, Type: var type })
                {
                    var again = Assert.IsType<CheckedFile.Accepted>(CheckedFile.Of(kept, FileTypes.Mime(type), kind, limits));
                    Assert.Equal(kept, again.Content);
                }
        }
    }
}
