using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.RenderingMotion;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.Hosting;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.Tests.RenderingMotion;

public sealed class A_brief_without_a_film_is_filmed
{
    private static readonly CampaignBrief Brief = Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Video1920x1080] };

    /// <summary>As short and small as a film may be: what is tested is the same in all of them.</summary>
    private static MotionOptions Small => new() { Seconds = 6, FramesPerSecond = 10, Height = 360, FilmsPerCampaign = 1 };

    [Fact]
    public async Task Told_while_it_is_and_shown_as_a_supplied_film_is()
    {
        SkipWithout();
        var cancellation = TestContext.Current.CancellationToken;
        await using var shelf = await Shelf.OpenAsync(new()
        {
            ["AdPlatform:CreativeMotion:Seconds"] = "6", ["AdPlatform:CreativeMotion:FramesPerSecond"] = "10", ["AdPlatform:CreativeMotion:Height"] = "360", ["AdPlatform:CreativeMotion:FilmsPerCampaign"] = "1",
        });
        await shelf.App.PublishAsync(Samples.Command(Brief));
        var generated = await shelf.App.WaitForAsync<CreativesGenerated>();
        var id = Ids.Format("crv", Assert.Single(generated.Creatives).CreativeId);
        await shelf.App.WaitForAsync<CreativeGenerationProgressed>(p => p.Stage == "filming" && p is { Done: 60, Total: 60 });

        var view = (await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}", cancellation)).GetProperty("creative");
        Assert.Contains(view.GetProperty("texts").GetProperty("headline").GetString()!.Split(' ')[0], await shelf.Owner.GetStringAsync(view.GetProperty("assetUrl").GetString(), cancellation), StringComparison.Ordinal);
        var lineage = await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/lineage", cancellation);
        Assert.Equal(("motion", "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"), (lineage.GetProperty("film").GetProperty("origin").GetProperty("source").GetString(), lineage.GetProperty("disclosed").GetProperty("digitalSourceType").GetString()));
        var url = $"/v1/assets/{lineage.GetProperty("film").GetProperty("sha256").GetString()}.mp4";
        using var anyone = new HttpClient { BaseAddress = shelf.App.Address };
        foreach (var nobody in new[] { anyone, shelf.Stranger }) Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(url, cancellation)).StatusCode);
        var film = await shelf.Owner.GetByteArrayAsync(url, cancellation);
        await ProbeAsync(film, cancellation);
        // It says by itself how it was made, and is in nobody's library.
        Assert.Contains("digitalsourcetype/algorithmicMedia", Encoding.UTF8.GetString(film[^900..]), StringComparison.Ordinal);
        Assert.Equal(0, (await shelf.Owner.GetFromJsonAsync<JsonElement>("/v1/assets/library", cancellation)).GetProperty("items").GetArrayLength());

        using var edit = await SendAsync(shelf.Owner, $"/v1/creatives/{id}/edits", new { version = 1, editor = "Anna", texts = new { headline = "Calms the evening" } });
        Assert.Equal((HttpStatusCode.Conflict, true), (edit.StatusCode, (await edit.Content.ReadAsStringAsync(cancellation)).Contains("in its film", StringComparison.Ordinal)));
        (await SendAsync(shelf.Owner, $"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
        var serving = (await shelf.App.WaitForAsync<CreativeReviewed>()).Serving!;
        Assert.Equal((url, "video/mp4", 640, 360), Assert.Single(serving.Media!) is var m ? (m.Url, m.Type, m.Width, m.Height) : default);
        Assert.Equal((6, null), (serving.Seconds, serving.AssetUrl));
        using var ask = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(film.Length - 1000, film.Length - 900) } };
        using var part = await anyone.SendAsync(ask, cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(film[^1000..^899], await part.Content.ReadAsByteArrayAsync(cancellation));
        using var zip = new ZipArchive(await shelf.Owner.GetStreamAsync($"/v1/creatives/export?campaignId={Ids.Format("cmp", Samples.Campaign)}&format=zip", cancellation));
        Assert.Contains(zip.Entries, e => e.Name == $"{id}.mp4" && e.Length == film.Length);
    }

    /// <summary>ADPLATFORM_FILMS=full renders them as long and large as they are by default, and says what it took.</summary>
    [Fact]
    public async Task To_the_same_bytes_for_the_same_seed()
    {
        SkipWithout();
        var board = Board();
        using var renderer = new FilmRenderer(Options.Create(Environment.GetEnvironmentVariable("ADPLATFORM_FILMS") == "full" ? new MotionOptions() : Small), new AdPlatform.Testing.ManualClock(DateTimeOffset.UnixEpoch));
        var (films, watch) = (new List<RenderedFilm>(), Stopwatch.StartNew());
        foreach (var seed in new[] { 5, 5 }) films.Add((await renderer.RenderAsync(board, "http://x/y", seed, null, _ => default, TestContext.Current.CancellationToken)).Film!);
        Assert.Equal(films[0].Content, films[1].Content);
        TestContext.Current.TestOutputHelper!.WriteLine($"{films[0].Shown.Width}x{films[0].Shown.Height}, {films[0].Shown.Milliseconds} ms: {films[0].Content.Length} bytes in {watch.Elapsed.TotalSeconds / films.Count:0.0} s each");
        if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "film.mp4"), films[0].Content, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task And_ends_with_nothing_left_when_it_is_called_off_takes_too_long_or_grows_too_large()
    {
        SkipWithout();
        var board = Board();
        using var renderer = new FilmRenderer(Options.Create(Small), new AdPlatform.Testing.ManualClock(DateTimeOffset.UnixEpoch));
        using var off = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renderer.RenderAsync(board, "http://x/y", 1, null, frames => { if (frames == 3) off.Cancel(); return default; }, off.Token));
        var (hasty, tight) = (Small, Small);
        // An odd height is as good as an even one.
        (hasty.Timeout, tight.MaxBytes, tight.Height) = (TimeSpan.FromMilliseconds(1), 1000, 361);
        using var late = new FilmRenderer(Options.Create(hasty), new AdPlatform.Testing.ManualClock(DateTimeOffset.UnixEpoch));
        Assert.StartsWith("it took longer than", (await late.RenderAsync(board, "http://x/y", 1, null, _ => default, TestContext.Current.CancellationToken)).Fault, StringComparison.Ordinal);
        using var large = new FilmRenderer(Options.Create(tight), new AdPlatform.Testing.ManualClock(DateTimeOffset.UnixEpoch));
        Assert.Contains("1000 bytes", (await large.RenderAsync(board, "http://x/y", 1, null, _ => default, TestContext.Current.CancellationToken)).Fault, StringComparison.Ordinal);
        Assert.Empty(Folders());
        Assert.DoesNotContain(Process.GetProcessesByName("ffmpeg"), p => Ours(p));
    }

    /// <summary>All of it is there, at rest, in the last part; the label in every frame.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Its_parts_arrive_and_stay(int seed)
    {
        foreach (var layer in new[] { Roles.Disclosure, Layers.Brand, Roles.Headline, Layers.Print, Roles.Body, Roles.Cta })
            for (var (t, last) = (0.0, 0.0); t <= 6; t += 0.04)
            {
                var pose = Storyboard.At(layer, t, 6, seed);
                Assert.InRange(pose.Opacity, last, 1);
                last = pose.Opacity;
                if (layer == Roles.Disclosure || t >= 6 * (1 - Storyboard.Rest)) Assert.Equal(new Pose(1, 0, 0, 1), pose with { Scale = Math.Round(pose.Scale, 9) });
            }
        Assert.Equal(Storyboard.At(Roles.Headline, 0.6, 6, seed).Opacity, Storyboard.At(Layers.Print, 0.6, 6, seed).Opacity);
    }

    [Fact]
    public void Options_have_their_documented_defaults()
    {
        var options = new MotionOptions();
        Assert.Equal(("ffmpeg", 8, 25, 1080, 6, 1, 10_000_000, TimeSpan.FromMinutes(3)), (options.Ffmpeg, options.Seconds, options.FramesPerSecond, options.Height, options.FilmsPerCampaign, options.AtOnce, options.MaxBytes, options.Timeout));
    }

    private static bool Ours(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/status").Contains($"PPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), $"adplatform-film-{Environment.ProcessId}-*");

    private static Artwork Board()
    {
        var (studio, fault) = Studio.Open(Samples.Command(Brief, [Samples.Segments()[0]]), new(), [new GroundedWriter()], Gallery.Empty with { Motion = new(1, null) });
        Assert.True(fault is null, fault?.ToString());
        Assert.True(studio!.WriteAsync(studio.Cells[0], new WritingSession(0), CancellationToken.None).IsCompletedSuccessfully);
        Assert.Null(studio.Compose(studio.Cells[0]));
        Assert.Equal([Layers.Background, Roles.Disclosure, Layers.Brand, Layers.Print, Roles.Cta, Roles.Headline, Roles.Body], studio.Drafts[Assert.Single(studio.ToFilm)].Artwork!.Layers.Select(l => l.Name));
        return studio.Drafts[0].Artwork!;
    }

    private static void SkipWithout()
    {
        if (InstalledProgram.Find("ffmpeg") is null || InstalledProgram.Find("ffprobe") is null || Rasteriser.Command is null) Missing.Skip("no ffmpeg, ffprobe (ffmpeg) or rsvg-convert (librsvg2-bin)");
    }

    /// <summary>Another's reading of the file.</summary>
    private static async Task ProbeAsync(byte[] film, CancellationToken cancellation)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") ?? Path.GetTempPath(), $"adplatform-probed-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(film))[..16]}.mp4");
        await File.WriteAllBytesAsync(file, film, cancellation);
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ffprobe") { RedirectStandardOutput = true, ArgumentList = { "-v", "error", "-show_streams", "-show_format", "-of", "json", file } })!;
            var told = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync(cancellation)).RootElement;
            await process.WaitForExitAsync(cancellation);
            var streams = told.GetProperty("streams").EnumerateArray().ToDictionary(s => s.GetProperty("codec_type").GetString()!);
            var video = streams["video"];
            Assert.Equal(("h264", "High", "yuv420p", 640, 360, "10/1", "60", "bt709"), (video.GetProperty("codec_name").GetString(), video.GetProperty("profile").GetString(), video.GetProperty("pix_fmt").GetString(), video.GetProperty("width").GetInt32(),
                video.GetProperty("height").GetInt32(), video.GetProperty("avg_frame_rate").GetString(), video.GetProperty("nb_frames").GetString(), video.GetProperty("color_space").GetString()));
            Assert.Equal("aac", streams["audio"].GetProperty("codec_name").GetString());
            Assert.Equal(6, double.Parse(told.GetProperty("format").GetProperty("duration").GetString()!, CultureInfo.InvariantCulture), 2);
            // Its index comes before its pictures: it plays while it loads.
            Assert.InRange(film.AsSpan().IndexOf("moov"u8), 1, film.AsSpan().IndexOf("mdat"u8));
        }
        finally
        {
            if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES") is null) File.Delete(file);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", path);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
