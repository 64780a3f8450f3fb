using System.Net;
using System.Text;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Library;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.Library;

public sealed class Files_are_kept
{
    public static TheoryData<string, byte[], int?, int?> Good => new()
    {
        { "image/jpeg", Files.CameraJpeg(), 640, 400 },
        { "image/png", Files.ChattyPng(), 640, 400 },
        { "image/webp", Files.ChattyWebP(), 640, 400 },
        { "image/gif", Files.ChattyGif(), 2, 1 },
        { "image/svg+xml", Files.Svg($"<!-- {Files.Secret} --><metadata>{Files.Secret}</metadata>"), 120, 40 },
        { "video/mp4", Files.Mp4(), 1920, 1080 },
        { "video/webm", Files.WebM(), 1280, 720 },
    };

    [Theory, MemberData(nameof(Good), DisableDiscoveryEnumeration = true)]
    public async Task With_the_type_of_their_bytes_and_without_what_was_written_beside_them(string type, byte[] file, int? width, int? height)
    {
        await using var shelf = await Shelf.OpenAsync();
        Assert.Contains(Files.Secret, Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        var asset = await shelf.KeepAsync(file, type.StartsWith("video", StringComparison.Ordinal) ? "film" : "image", type: type);
        Assert.Equal((type, width, height), (asset.GetProperty("type").GetString(), asset.GetProperty("width").GetInt32(), asset.GetProperty("height").GetInt32()));
        var kept = await shelf.ContentAsync(asset);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        if (type is "image/svg+xml" or "video/mp4" or "video/webm") return;
        // Not a pixel has changed.
        using var before = SKBitmap.Decode(file);
        using var after = SKBitmap.Decode(kept);
        Assert.Equal(before.Bytes, after.Bytes);
    }

    public static TheoryData<byte[], string?> Marked => new()
    {
        { Files.Marked("trainedAlgorithmicMedia"), "trainedAlgorithmicMedia" },
        // A composite says what its parts are; the one that a model made counts.
        { Files.Marked("digitalCapture", "compositeWithTrainedAlgorithmicMedia"), "compositeWithTrainedAlgorithmicMedia" },
        { Files.Marked("digitalCapture"), "digitalCapture" },
        { Files.Manifest("trainedAlgorithmicMedia"), "trainedAlgorithmicMedia" },
        { Files.CameraJpeg(), null },
    };

    [Theory, MemberData(nameof(Marked), DisableDiscoveryEnumeration = true)]
    public async Task What_a_file_says_about_how_it_was_made_is_read_before_it_is_removed(byte[] file, string? term)
    {
        await using var shelf = await Shelf.OpenAsync();
        var asset = await shelf.KeepAsync(file);
        Assert.Equal(term is null ? null : $"http://cv.iptc.org/newscodes/digitalsourcetype/{term}", asset.GetProperty("digitalSourceType").GetString());
        Assert.DoesNotContain("digitalsourcetype", Encoding.Latin1.GetString(await shelf.ContentAsync(asset)), StringComparison.Ordinal);
        // The same picture without its mark is still the same picture.
        if (term == "trainedAlgorithmicMedia") Assert.EndsWith(term, (await shelf.KeepAsync(await shelf.ContentAsync(asset))).GetProperty("digitalSourceType").GetString());
    }

    [Theory]
    [InlineData(1, 640, 400)]
    [InlineData(6, 400, 640)]
    public async Task A_turned_photograph_stays_turned(int orientation, int width, int height)
    {
        await using var shelf = await Shelf.OpenAsync();
        var asset = await shelf.KeepAsync(Files.CameraJpeg(orientation));
        Assert.Equal((width, height), (asset.GetProperty("width").GetInt32(), asset.GetProperty("height").GetInt32()));
        using var codec = SKCodec.Create(new MemoryStream(await shelf.ContentAsync(asset)));
        Assert.Equal((SKEncodedOrigin)orientation, codec.EncodedOrigin);
    }

    [Fact]
    public async Task The_same_content_is_one_asset_about_which_the_last_word_counts()
    {
        await using var shelf = await Shelf.OpenAsync();
        var first = await shelf.KeepAsync(Files.CameraJpeg());
        using var again = await Shelf.UploadAsync(shelf.Owner, Files.CameraJpeg(), more: "&rightsUntil=2027-01-31&focalPoint=0.8,0.3&safeArea=0.6,0.1,0.4,0.4&product=Sol%C3%A8ne");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var second = (await Shelf.ReadAsync(again)).GetProperty("asset");
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.Equal(("2027-01-31", 0.8, 0.4, "Solène"), (second.GetProperty("rights").GetProperty("until").GetString(), second.GetProperty("focalPoint").GetProperty("x").GetDouble(), second.GetProperty("safeArea").GetProperty("width").GetDouble(), second.GetProperty("product").GetString()));
        var list = await Shelf.ReadAsync(await shelf.Owner.GetAsync("/v1/assets/library", TestContext.Current.CancellationToken));
        Assert.Equal(1, list.GetProperty("items").GetArrayLength());
        Assert.Equal(second.GetProperty("bytes").GetInt64(), list.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task They_are_listed_by_kind_in_pages_and_deleted()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var shelf = await Shelf.OpenAsync();
        for (var i = 0; i < 3; i++) await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Png, 20 + i, 20));
        var logo = await shelf.KeepAsync(Files.Svg(""), "logo");
        var page = await Shelf.ReadAsync(await shelf.Owner.GetAsync("/v1/assets/library?kind=image&limit=2", cancellation));
        var rest = await Shelf.ReadAsync(await shelf.Owner.GetAsync($"/v1/assets/library?kind=image&limit=2&after={page.GetProperty("next").GetString()}", cancellation));
        Assert.Equal((2, 1, JsonValueKind.Null), (page.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength(), rest.GetProperty("next").ValueKind));
        var address = $"/v1/assets/library/{logo.GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.OK, (await shelf.Owner.GetAsync(address, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await shelf.Owner.DeleteAsync(address, cancellation)).StatusCode);
        foreach (var gone in new[] { address, $"{address}/content" }) Assert.Equal(HttpStatusCode.NotFound, (await shelf.Owner.GetAsync(gone, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shelf.Owner.DeleteAsync(address, cancellation)).StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_anothers()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var shelf = await Shelf.OpenAsync();
        var file = Files.CameraJpeg();
        var address = $"/v1/assets/library/{(await shelf.KeepAsync(file)).GetProperty("id").GetString()}";
        var never = "/v1/assets/library/ast_0199c0de000070008000000000000001";
        foreach (var tail in new[] { "", "/content" })
        {
            using var foreign = await shelf.Stranger.GetAsync(address + tail, cancellation);
            using var absent = await shelf.Stranger.GetAsync(never + tail, cancellation);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
            Assert.Equal((await Shelf.ReadAsync(absent)).GetProperty("detail").GetString(), (await Shelf.ReadAsync(foreign)).GetProperty("detail").GetString());
        }
        Assert.Equal(HttpStatusCode.NotFound, (await shelf.Stranger.DeleteAsync(address, cancellation)).StatusCode);
        Assert.Equal(0, (await Shelf.ReadAsync(await shelf.Stranger.GetAsync("/v1/assets/library", cancellation))).GetProperty("items").GetArrayLength());
        // That another has the same file is not told either.
        using var own = await Shelf.UploadAsync(shelf.Stranger, file);
        Assert.Equal(HttpStatusCode.Created, own.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await shelf.Owner.GetAsync(address, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shelf.App.Anonymous().GetAsync(address, cancellation)).StatusCode);
    }

    [Fact]
    public async Task Rights_that_ended_are_told()
    {
        await using var shelf = await Shelf.OpenAsync();
        var ended = await shelf.KeepAsync(Files.CameraJpeg(), more: "&rightsUntil=2026-11-24");
        var today = await shelf.KeepAsync(Files.ChattyPng(), more: "&rightsUntil=2026-11-25");
        Assert.Equal("the rights of Maison Verte ended on 2026-11-24", ended.GetProperty("unusable").GetString());
        Assert.Equal(JsonValueKind.Null, today.GetProperty("unusable").ValueKind);
    }

    [Fact]
    public void Options_have_their_documented_defaults()
    {
        var options = new LibraryOptions();
        Assert.Equal((10_000_000, 500_000, 50_000_000, 5_000_000), (options.MaxImageBytes, options.MaxSvgBytes, options.MaxFilmBytes, options.MaxFontBytes));
        Assert.Equal((50_000_000, 16_384, 1_000_000_000L, TimeSpan.FromSeconds(20)), (options.MaxPixels, options.MaxEdge, options.BytesPerAccount, options.FetchTimeout));
        Assert.Empty(options.TrustedFetchHosts);
    }
}
