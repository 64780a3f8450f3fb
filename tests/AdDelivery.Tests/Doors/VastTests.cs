using System.Net;
using System.Xml.Linq;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;

namespace AdPlatform.AdDelivery.Tests.Doors;

public sealed class VastTests
{
    private static readonly XNamespace Vast = "http://www.iab.com/VAST";

    [Fact]
    public async Task A_linear_ad_tells_every_event_once_and_clicks_to_its_own_landing_page()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { Format = FormatIds.Video1920x1080 };
        await app.ServeAsync(sample);

        var document = await VastAsync(app, "titleId=tt-velvet-harbour&country=FR&language=fr&gdpr=0");
        var player = app.App.Anonymous();

        Assert.Equal("4.2", document.Root!.Attribute("version")!.Value);
        Assert.Equal("00:00:15", document.Descendants(Vast + "Duration").Single().Value);
        Assert.Equal("https://media.example/spot.mp4", document.Descendants(Vast + "MediaFile").Single().Value);
        var tracked = document.Descendants(Vast + "Tracking").ToDictionary(t => t.Attribute("event")!.Value, t => t.Value);
        foreach (var url in tracked.Values.Append(document.Descendants(Vast + "Impression").Single().Value))
            for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, (await player.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await player.GetAsync(document.Descendants(Vast + "Error").Single().Value.Replace("%5BERRORCODE%5D", "405", StringComparison.Ordinal))).StatusCode);
        using var click = await player.GetAsync(document.Descendants(Vast + "ClickThrough").Single().Value + "&url=https://evil.example/");
        Assert.Equal("https://www.tisane.example/soir", click.Headers.Location!.ToString());
        Assert.Equal((1, 1), (await app.ReportAsync(sample)) is var report ? (report.GetProperty("impressions").GetInt32(), report.GetProperty("clicks").GetInt32()) : default);
        Assert.Superset(new HashSet<string> { "start", "firstQuartile", "midpoint", "thirdQuartile", "complete", "pause", "resume", "skip" }, tracked.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_pause_ad_is_a_non_linear_overlay_and_nothing_to_serve_is_an_empty_document()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Format = FormatIds.Pause1920x1080 });

        var overlay = await VastAsync(app, "format=pause-1920x1080&titleId=tt-velvet-harbour&country=FR&gdpr=0");
        var nothing = await VastAsync(app, "titleId=tt-velvet-harbour&country=DE&gdpr=0");

        Assert.Equal("image/svg+xml", overlay.Descendants(Vast + "StaticResource").Single().Attribute("creativeType")!.Value);
        Assert.Empty(nothing.Root!.Elements());
    }

    [Theory]
    [InlineData("country=France", "country")]
    [InlineData("ads=11", "ads")]
    [InlineData("format=native", "format")]
    [InlineData("maxSeconds=-1", "maxSeconds")]
    public async Task Bad_input_is_named(string query, string field)
    {
        await using var app = await DeliveryApp.StartAsync();
        using var answer = await app.AdServer().GetAsync($"/v1/vast?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vmap_has_a_pod_for_every_break()
    {
        await using var app = await DeliveryApp.StartAsync();
        for (var i = 0; i < 3; i++) await app.ServeAsync(new Sample { Format = FormatIds.Video1920x1080, Domain = $"brand{i}.example", Category = $"c{i}" });
        XNamespace vmap = "http://www.iab.net/videosuite/vmap";

        var document = XDocument.Parse(await app.AdServer().GetStringAsync("/v1/vmap?breaks=start,600,end&podSeconds=30&titleId=tt-velvet-harbour&country=FR&language=fr&gdpr=0"));

        Assert.Equal(["start", "00:10:00.000", "end"], document.Descendants(vmap + "AdBreak").Select(b => b.Attribute("timeOffset")!.Value));
        Assert.All(document.Descendants(vmap + "AdBreak"), b => Assert.Equal(["1", "2"], b.Descendants(Vast + "Ad").Select(ad => ad.Attribute("sequence")!.Value)));
    }

    /// <summary>Every shape that the writer knows, with texts that try to break out of it; ADPLATFORM_VAST_DOCUMENTS for more.</summary>
    [Fact]
    public async Task Generated_documents_are_valid_by_the_schema_of_4_2()
    {
        var schema = PublicData.Path("vast", "vast_4.2.xsd");
        var count = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_VAST_DOCUMENTS"), out var wanted) ? wanted : 500;
        await using var app = await DeliveryApp.StartAsync(
            ("Verification:Vendor", "measure.example-omid"), ("Verification:Script", "https://measure.example/omid.js?a=1&b=2"), ("Verification:Parameters", "<x>&]]>"), ("MaxRequestsPerMinute", "100000"));
        string[] headlines = ["Thé du soir", "\"><script>alert(1)</script>", "]]> & <!--", "\u0001\u0002 bell", "夜のお茶 🍵", "a\ud800b"];
        for (var i = 0; i < headlines.Length; i++)
        {
            await app.ServeAsync(new Sample { Format = i % 2 == 0 ? FormatIds.Video1920x1080 : FormatIds.Pause1920x1080, Headline = headlines[i], Domain = $"b{i}.example", Category = i == 2 ? null : $"c{i}", Seconds = 5 + i, Disclosed = i == 0 ? null : new(headlines[i], "Who pays & <more>", "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"), MediaUrl = "https://m.example/a b.mp4?x=1&y=<2>" });
        }
        await using var folder = new OwnFolder("vast");
        var (adServer, files) = (app.AdServer(), new List<string>());
        for (var i = 0; i < count; i++)
        {
            var query = $"titleId=tt-velvet-harbour&country={(i % 25 == 24 ? "DE" : "FR")}&gdpr=0&ads={1 + (i % 3)}" + (i % 2 == 0 ? "" : "&format=pause-1920x1080");
            files.Add(folder.File($"{i}.xml"));
            await File.WriteAllTextAsync(files[^1], await adServer.GetStringAsync($"/v1/vast?{query}"));
        }
        var (code, errors) = await Xmllint.ValidateAsync(schema, files);
        Assert.True(code == 0, errors);
        Assert.Contains(files, file => File.ReadAllText(file).Contains("<NonLinear ", StringComparison.Ordinal));
        Assert.Contains(files, file => File.ReadAllText(file).Contains("<Paid>Who pays &amp; &lt;more&gt;</Paid>", StringComparison.Ordinal));
        Assert.Contains(files, file => File.ReadAllText(file).Contains("sequence=\"2\"", StringComparison.Ordinal));
    }

    private static async Task<XDocument> VastAsync(DeliveryApp app, string query) => XDocument.Parse(await app.AdServer().GetStringAsync($"/v1/vast?{query}"));
}
