using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.Hosting.Access;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.ChoosingImages;

public sealed class Titles_lend_their_artwork
{
    private static readonly CampaignBrief Brief = Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Pause1920x1080], Brand = Samples.Tea().Brand with { TitleArtwork = true } };

    private static readonly byte[] Drama = Files.Picture(SKEncodedImageFormat.Jpeg, 1500, 1600), Comedy = Files.Picture(SKEncodedImageFormat.Jpeg, 1504, 1600), Ended = Files.Picture(SKEncodedImageFormat.Jpeg, 1508, 1600);

    private static int campaigns = 100;

    private static GenerateCreatives Command(CampaignBrief brief) => Samples.Command(brief, [Samples.Segments()[0], Samples.Segments()[2]], campaign: Guid.Parse($"0199c0de-0000-7000-8000-{++campaigns:D12}"));

    [Fact]
    public async Task To_the_segments_that_watch_them_until_the_rights_end_and_to_brands_that_want_it()
    {
        await using var shelf = await Shelf.OpenAsync();
        using var publisher = shelf.App.Client(AccountKind.Publisher, "acc_p", "acc_p", Scopes.Creatives);
        var drama = await LendAsync(publisher, Drama, "The Quiet House", "Drama,Crime", "&rightsUntil=2026-12-24");
        var comedy = await LendAsync(publisher, Comedy, "Loud Neighbours", "comedy");
        await LendAsync(publisher, Ended, "Gone By", "Drama", "&rightsUntil=2026-11-01");
        await LendAsync(publisher, Files.Picture(SKEncodedImageFormat.Jpeg, 1512, 1600), "Reef", "Nature");

        var shown = await shelf.WriteAsync(Command(Brief));
        foreach (var creative in shown)
        {
            var origin = creative.Picture("image")!.Value.GetProperty("origin");
            var (title, asset, until) = creative.View.GetProperty("segment").GetProperty("name").GetString() == "Evening drama" ? ("The Quiet House", drama, "2026-12-24") : ("Loud Neighbours", comedy, "2026-12-31");
            Assert.Equal(("artwork", title, asset, "Studio Nord"), (origin.GetProperty("source").GetString(), origin.GetProperty("name").GetString(), origin.GetProperty("assetId").GetString(), origin.GetProperty("rightsHolder").GetString()));
            if (title == "The Quiet House" || creative.View.GetProperty("lastDay").ValueKind == JsonValueKind.String) Assert.Equal(until, creative.View.GetProperty("lastDay").GetString());
            Assert.Contains("data:image/jpeg;base64,", creative.Svg, StringComparison.Ordinal);
            Assert.Contains("artwork of Gone By is not used: the rights of Studio Nord ended on 2026-11-01", creative.Notes, StringComparison.Ordinal);
        }
        Assert.Equal(2, shown.Select(s => s.View.GetProperty("segment").GetProperty("name").GetString()).Distinct().Count());
        // Shown, so it is kept as evidence, but lent no more.
        Assert.Equal(HttpStatusCode.NoContent, (await publisher.DeleteAsync($"/v1/assets/library/{drama}")).StatusCode);
        var later = await shelf.WriteAsync(Command(Brief));
        Assert.All(later.Where(s => s.View.GetProperty("segment").GetProperty("name").GetString() == "Evening drama"), s => Assert.Null(s.Picture("image")));
        Assert.Contains("data:image/jpeg;base64,", await shelf.Owner.GetStringAsync(shown[0].View.GetProperty("assetUrl").GetString()), StringComparison.Ordinal);

        foreach (var brief in new[] { Brief with { Brand = Samples.Tea().Brand }, Brief with { Targeting = new() { ExcludedGenres = ["Comedy", "drama"] } } })
            Assert.All(await shelf.WriteAsync(Command(brief)), s => Assert.Null(s.Picture("image")));
        // The advertiser neither sees nor takes what it is lent.
        Assert.Empty((await shelf.Owner.GetFromJsonAsync<JsonElement>("/v1/assets/library?kind=artwork")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await shelf.Owner.GetAsync($"/v1/assets/library/{comedy}/content")).StatusCode);
    }

    [Fact]
    public async Task And_only_a_publisher_lends_with_a_title_and_its_genres()
    {
        await using var shelf = await Shelf.OpenAsync();
        using var publisher = shelf.App.Client(AccountKind.Publisher, "acc_p", "acc_p", Scopes.Creatives);
        foreach (var (client, file, more, field) in new[]
        {
            (shelf.Owner, Drama, "&title=T&genres=Drama", "kind"), (publisher, Drama, "&genres=Drama", "title"), (publisher, Drama, "&title=T", "genres"), (publisher, Drama, "&title=T&genres=Drama,,", "genres"),
            (publisher, Files.Svg("<rect width=\"9\" height=\"9\"/>"), "&title=T&genres=Drama", "kind"),
        })
        {
            using var refused = await Shelf.UploadAsync(client, file, kind: "artwork", more: more);
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.StatusCode, await Shelf.FieldAsync(refused)));
        }
        using var misplaced = await Shelf.UploadAsync(shelf.Owner, Drama, more: "&title=T");
        Assert.Equal("title", await Shelf.FieldAsync(misplaced));
        using var fetched = await shelf.Owner.PostAsJsonAsync("/v1/assets/fetch", new { url = "https://art.example/a.jpg", kind = "artwork", name = "A", rights = new { holder = "S" }, title = "T", genres = new[] { "Drama" } });
        Assert.Equal("kind", await Shelf.FieldAsync(fetched));
    }

    private static async Task<string> LendAsync(HttpClient publisher, byte[] file, string title, string genres, string more = "")
    {
        using var body = new ByteArrayContent(file);
        using var response = await publisher.PostAsync($"/v1/assets/library?kind=artwork&name=Key%20art&rightsHolder=Studio%20Nord&title={Uri.EscapeDataString(title)}&genres={Uri.EscapeDataString(genres)}{more}", body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await Shelf.ReadAsync(response)).GetProperty("asset").GetProperty("id").GetString()!;
    }
}
