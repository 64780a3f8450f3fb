using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Rendering;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

public sealed class Approved_creatives_are_exported
{
    [Fact]
    public async Task As_JSON_and_as_a_zip_of_files_that_an_ad_server_takes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        Assert.Empty(Names(await ZipAsync(desk, cancellation)));
        using var approved = await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" });
        approved.EnsureSuccessStatusCode();
        var json = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/export?campaignId={desk.Campaign}&format=json", cancellation);
        Assert.Equal(desk.Generated.Creatives.Count, json.GetArrayLength());

        using var zip = await ZipAsync(desk, cancellation);
        var names = Names(zip);
        Assert.Equal(desk.Generated.Creatives.Count, names.Count(n => n.EndsWith(".json", StringComparison.Ordinal)));
        Assert.Equal(6, names.Count(n => n.StartsWith("display-300x250/", StringComparison.Ordinal) && n.EndsWith(".html", StringComparison.Ordinal)));
        if (Rasteriser.Command is not null) Assert.Equal(names.Count(n => n.EndsWith(".svg", StringComparison.Ordinal)), names.Count(n => n.EndsWith(".png", StringComparison.Ordinal)));
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".html", StringComparison.Ordinal)))
        {
            Assert.True(entry.Length < 150_000);
            using var reader = new StreamReader(entry.Open());
            var html = await reader.ReadToEndAsync(cancellation);
            Assert.Contains("<meta name=\"ad.size\" content=\"width=300,height=250\">", html, StringComparison.Ordinal);
            Assert.Contains("var clickTag = \"https://www.maisonverte.example/solene\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain(" src=", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://a.example/\"</script><script>alert(1)</script>", "Title")]
    [InlineData("https://a.example/", "<img src=x onerror=alert(1)>\" onload=\"alert(1)")]
    public void A_banner_lets_nothing_out_of_its_place(string landing, string title)
    {
        var html = Html5Banner.Wrap("<svg/>", 300, 250, "en", title, landing);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload=", html, StringComparison.Ordinal);
    }

    private static async Task<ZipArchive> ZipAsync(Desk desk, CancellationToken cancellation) =>
        new(new MemoryStream(await desk.Owner.GetByteArrayAsync($"/v1/creatives/export?campaignId={desk.Campaign}&format=zip", cancellation)));

    private static List<string> Names(ZipArchive zip) => [.. zip.Entries.Select(e => e.FullName)];
}
