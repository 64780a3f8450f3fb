using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

public sealed class A_supplied_film_becomes_a_video
{
    private static readonly CampaignBrief Brief = Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Video1920x1080, FormatIds.Display300x250] };

    [Fact]
    public async Task With_the_length_size_and_bit_rate_of_its_container_public_once_it_is_approved()
    {
        await using var shelf = await Shelf.OpenAsync();
        var file = Files.Film();
        await shelf.KeepAsync(Files.WebMFilm(), "film");
        var film = await shelf.KeepAsync(file, "film", "&rightsUntil=2026-12-10");
        await shelf.App.PublishAsync(Samples.Command(Brief, [Samples.Segments()[0]]));
        var generated = await shelf.App.WaitForAsync<CreativesGenerated>();
        Assert.Equal((3, 3), (generated.Creatives.Count(c => c.Format == FormatIds.Video1920x1080), generated.Creatives.Count(c => c.Format == FormatIds.Display300x250)));

        var id = Ids.Format("crv", generated.Creatives.First(c => c.Format == FormatIds.Video1920x1080).CreativeId);
        var view = (await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative");
        Assert.Equal((1920, 1080, "2026-12-10"), (view.GetProperty("width").GetInt32(), view.GetProperty("height").GetInt32(), view.GetProperty("lastDay").GetString()));
        var shown = (await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/lineage")).GetProperty("film");
        Assert.Equal(film.GetProperty("id").GetString(), shown.GetProperty("origin").GetProperty("assetId").GetString());
        var url = $"/v1/assets/{film.GetProperty("sha256").GetString()}.mp4";
        using var anyone = new HttpClient { BaseAddress = shelf.App.Address };
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shelf.Stranger.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await shelf.Owner.GetAsync(url)).StatusCode);

        using var review = new HttpRequestMessage(HttpMethod.Post, $"/v1/creatives/{id}/reviews") { Content = JsonContent.Create(new { decision = "approved", reviewer = "Anna" }) };
        review.Headers.Add("Idempotency-Key", "film-1");
        (await shelf.Owner.SendAsync(review)).EnsureSuccessStatusCode();
        var serving = (await shelf.App.WaitForAsync<CreativeReviewed>()).Serving!;
        Assert.Equal((url, "video/mp4", 1920, 1080, (int?)Math.Round(file.Length * 8 / 15000.0)), Assert.Single(serving.Media!) is var m ? (m.Url, m.Type, m.Width, m.Height, m.Kbps) : default);
        Assert.Equal((15, "http://cv.iptc.org/newscodes/digitalsourcetype/composite"), (serving.Seconds, serving.Disclosed!.DigitalSourceType));
        Assert.StartsWith("flm_", serving.Components!["film"], StringComparison.Ordinal);

        using var ask = new HttpRequestMessage(HttpMethod.Get, url);
        ask.Headers.Range = new RangeHeaderValue(4, 7);
        using var part = await anyone.SendAsync(ask);
        Assert.Equal((HttpStatusCode.PartialContent, "video/mp4", "ftyp"), (part.StatusCode, part.Content.Headers.ContentType!.MediaType, await part.Content.ReadAsStringAsync()));
        // It is shown, so a deletion only hides it.
        Assert.Equal(HttpStatusCode.NoContent, (await shelf.Owner.DeleteAsync($"/v1/assets/library/{film.GetProperty("id").GetString()}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task And_without_one_that_may_be_shown_the_brief_is_refused_by_its_format()
    {
        await using var shelf = await Shelf.OpenAsync(new() { ["AdPlatform:CreativeMotion:Ffmpeg"] = "" });
        await shelf.KeepAsync(Files.Film(), "film", "&rightsUntil=2026-11-01");
        await shelf.KeepAsync(Files.Film(8000), "film", "&product=Another");
        await shelf.KeepAsync(Files.Mp4(), "film");
        await shelf.App.PublishAsync(Samples.Command(Brief, [Samples.Segments()[0]]));
        var failed = await shelf.App.WaitForAsync<CreativeGenerationFailed>();
        Assert.Equal("formats[0]", failed.Field);
        Assert.Contains("has none that may be shown", failed.Reason, StringComparison.Ordinal);
        Assert.EndsWith("None is rendered here either: rendering films is turned off", failed.Reason, StringComparison.Ordinal);
    }
}
