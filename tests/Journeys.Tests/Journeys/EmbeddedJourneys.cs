using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AdPlatform.Cli.ImportingInventory;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Journeys.Tests.Journeys;

public sealed class EmbeddedJourneys : PlatformJourneys
{
    private const string Video = "video-1920x1080";

    private static readonly XNamespace Vast = "http://www.iab.com/VAST";
    private static readonly string[] Played = ["start", "firstQuartile", "midpoint", "thirdQuartile", "complete"];

    private static readonly Lazy<Task<World>> World = new(async () => await Platforms.World.MakeAsync(await EmbeddedPlatform.StartAsync(PlatformSettings.Patient)));

    private protected override Lazy<Task<World>> Shared => World;

    [Fact]
    public async Task A_brief_for_video_becomes_a_film_that_a_player_plays_and_what_it_tells_counts_once()
    {
        if (new[] { "ffmpeg", "rsvg-convert" }.FirstOrDefault(program => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))) is { } absent) Missing.Skip($"no {absent}");
        var world = await World.Value;
        // Nothing else is planned on video, so that nobody's inventory is taken.
        var rows = SampleFile.Text(SampleFile.Inventory).TrimEnd('\n').Split('\n');
        await ImportInventory.SendAsync(world.Publisher, Encoding.UTF8.GetBytes(string.Join('\n', rows.Concat(rows.Where(r => r.Contains("pause-1920x1080", StringComparison.Ordinal)).Select(r => r.Replace("pause-1920x1080", Video, StringComparison.Ordinal)))) + "\n"), "csv", default);
        var brief = Platforms.World.Brief("Filmed", capped: false);
        brief["formats"] = new JsonArray(Video);
        await using var campaign = await JourneyCampaign.SubmitAsync(world, await world.AdvertiserAsync(), brief);
        Assert.Contains(await campaign.ReadyAsync(), line => line is { Stage: "creatives", Message: "filming", Done: 120, Total: 120 });
        var films = await campaign.CreativesAsync();
        Assert.Equal([("en", Video), ("fr", Video)], films.Select(c => (c.Locale, c.Format)).Order());
        var rejected = await campaign.ReviewAsync();
        await campaign.ApproveAsync();
        await campaign.Advertiser.PostAsync($"/v1/plans/{(await campaign.ReadAsync()).Plan!.Id}/book", new { }, $"book-{campaign.Id}", default);
        await campaign.ActivateAsync();

        var (xml, document) = await AdAsync(world, films.Single(c => c.Id != rejected.Id).Locale);
        await using var folder = new OwnFolder("journey-vast");
        await File.WriteAllTextAsync(folder.File("vast.xml"), xml);
        if (PublicData.Find("vast", "vast_4.2.xsd") is { } schema) Assert.Equal((0, ""), await Xmllint.ValidateAsync(schema, [folder.File("vast.xml")]));
        else TestContext.Current.TestOutputHelper!.WriteLine("vast_4.2.xsd is not there (ADPLATFORM_DATA): the document was not held against it");
        Assert.Equal("00:00:06", document.Descendants(Vast + "Duration").Single().Value);

        using var player = new HttpClient();
        var media = document.Descendants(Vast + "MediaFile").Single();
        var film = await player.GetByteArrayAsync(media.Value);
        Assert.Equal(("video/mp4", "640", "360", "ftyp"), (media.Attribute("type")!.Value, media.Attribute("width")!.Value, media.Attribute("height")!.Value, Encoding.ASCII.GetString(film, 4, 4)));
        foreach (var (range, part) in new[] { (new RangeHeaderValue(0, 1), film[..2]), (new RangeHeaderValue(1000, 2999), film[1000..3000]), (new RangeHeaderValue(film.Length - 10, null), film[^10..]), (new RangeHeaderValue(null, 7), film[^7..]) })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, media.Value) { Headers = { Range = range } };
            using var answer = await player.SendAsync(ask);
            Assert.Equal((HttpStatusCode.PartialContent, film.Length), (answer.StatusCode, answer.Content.Headers.ContentRange!.Length));
            Assert.Equal(part, await answer.Content.ReadAsByteArrayAsync());
        }

        // Each told twice, as players do that lose their connection.
        var told = document.Descendants(Vast + "Tracking").ToDictionary(t => t.Attribute("event")!.Value, t => t.Value);
        var before = await FirstsAsync(player, world);
        foreach (var url in Played.Select(kind => told[kind]).Prepend(document.Descendants(Vast + "Impression").Single().Value))
            for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, (await player.GetAsync(url)).StatusCode);
        var after = await FirstsAsync(player, world);
        Assert.Equal(Played.Select(kind => (kind, 1L)), Played.Select(kind => (kind, after.GetValueOrDefault(kind) - before.GetValueOrDefault(kind))));
        await campaign.CountedAsync(1, 0);
        await Platforms.World.EventuallyAsync("the report counts one completion", async () => (await campaign.Advertiser.GetAsync($"/v1/campaigns/{campaign.Id}/report", default)).GetProperty("total").GetProperty("completions").GetInt64(), count => count == 1);
    }

    /// <summary>What a television's player is answered, once there is an ad: pacing leaves some requests without one.</summary>
    private static async Task<(string Xml, XDocument Document)> AdAsync(World world, string language)
    {
        var number = 0;
        async Task<string> AskAsync()
        {
            var viewer = SampleViewer.Of(1 + (++number % Platforms.World.Viewers));
            var title = SampleTitle.All[number % SampleTitle.All.Count];
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/vast?titleId={title.TitleId}&viewer={viewer.UserId}&country=FR&language={language}&device=tv&gdpr=0&maxSeconds=30&mimes=video/mp4");
            using var answer = await world.Publisher.OpenAsync(request, default);
            return await answer.Content.ReadAsStringAsync();
        }

        var xml = await Platforms.World.EventuallyAsync("a film is served", AskAsync, text => text.Contains("<MediaFile", StringComparison.Ordinal));
        return (xml, XDocument.Parse(xml));
    }

    /// <summary>Events that were the first of their kind for their decision, by kind, as an operator sees them.</summary>
    private static async Task<Dictionary<string, long>> FirstsAsync(HttpClient anyone, World world) =>
        Regex.Matches(await anyone.GetStringAsync(new Uri(world.Platform.Address, "/metrics")), "^adplatform_delivery_events_accepted[a-z_]*\\{([^}]*)\\} ([0-9]+)", RegexOptions.Multiline)
            .Where(line => Regex.IsMatch(line.Groups[1].Value, "first=\"[Tt]rue\""))
            .ToDictionary(line => Regex.Match(line.Groups[1].Value, "kind=\"([A-Za-z]+)\"").Groups[1].Value, line => long.Parse(line.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
}
