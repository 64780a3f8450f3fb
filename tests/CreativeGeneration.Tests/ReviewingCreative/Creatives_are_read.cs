using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

/// <summary>One generated campaign for all of these: none of them changes it.</summary>
public sealed class Creatives_are_read : IClassFixture<SharedDesk>
{
    private readonly Desk desk;

    public Creatives_are_read(SharedDesk shared) => desk = shared.Desk;

    [Fact]
    public async Task Listed_by_format_language_segment_and_status_in_pages()
    {
        var first = await desk.ListAsync("&limit=7");
        Assert.Equal(7, first.GetProperty("items").GetArrayLength());
        Assert.Equal(desk.Generated.Creatives.Count, first.GetProperty("total").GetInt32());
        Assert.Equal(desk.Generated.Creatives.Count, first.GetProperty("byStatus").GetProperty("inReview").GetInt32());
        var second = await desk.ListAsync($"&limit=200&after={first.GetProperty("next").GetString()}");
        Assert.Equal(desk.Generated.Creatives.Count - 7, second.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var french = await desk.ListAsync($"&locale=fr&format={FormatIds.Pause1920x1080}&segment={Ids.Format("seg", Samples.Segments()[1].SegmentId)}&angle=proof&status=inReview");
        var item = Assert.Single(french.GetProperty("items").EnumerateArray());
        Assert.Equal("f3", item.GetProperty("evidence").GetString());
        Assert.Contains("87\u202F%", item.GetProperty("texts").GetProperty("headline").GetString() + item.GetProperty("texts").GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("/v1/creatives", "campaignId")]
    [InlineData("/v1/creatives?campaignId=cmp_0199c0de000070008000000000000001&status=lovely", "status")]
    [InlineData("/v1/creatives?campaignId=cmp_0199c0de000070008000000000000001&limit=0", "limit")]
    [InlineData("/v1/creatives?campaignId=cmp_0199c0de000070008000000000000001&segment=x", "segment")]
    [InlineData("/v1/creatives/export?campaignId=x", "campaignId")]
    [InlineData("/v1/creatives/rejections", "campaignId")]
    public async Task A_bad_question_is_answered_with_the_field(string path, string field)
    {
        using var response = await desk.App.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives).GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("{\"decision\":\"approved\"}", "reviewer")]
    [InlineData("{\"reviewer\":\"Anna\"}", "decision")]
    [InlineData("{\"decision\":\"rejected\",\"reviewer\":\"Anna\"}", "comment")]
    [InlineData("{\"decision\":\"loved\",\"reviewer\":\"Anna\"}", "decision")]
    [InlineData("{\"decision\":\"approved\",\"reviewer\":\"Anna\",\"colour\":\"red\"}", "colour")]
    public async Task A_bad_review_changes_nothing_and_names_the_field(string body, string field)
    {
        var id = Ids.Format("crv", desk.Generated.Creatives[0].CreativeId);
        using var response = await desk.PostAsync($"/v1/creatives/{id}/reviews", JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _), await response.Content.ReadAsStringAsync());
        Assert.Equal(0, (await desk.ListAsync("&status=approved")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Lineage_leads_every_word_back_to_a_fact()
    {
        foreach (var creative in desk.Generated.Creatives.Where((_, i) => i % 7 == 0))
        {
            var lineage = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{Ids.Format("crv", creative.CreativeId)}/lineage");
            var known = lineage.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("id").GetString()).ToHashSet();
            foreach (var phrase in lineage.GetProperty("phrases").EnumerateArray())
            {
                var cites = phrase.GetProperty("facts").EnumerateArray().Select(f => f.GetString()).ToList();
                Assert.True(cites.Count > 0 || phrase.GetProperty("role").GetString() is "cta" or "disclosure", phrase.ToString());
                Assert.Subset(known!, cites.ToHashSet()!);
            }
            Assert.Equal("grounded", lineage.GetProperty("writer").GetString());
            Assert.StartsWith("upworthy", lineage.GetProperty("score").GetProperty("version").GetString());
        }
    }

    [Fact]
    public async Task Other_accounts_see_nothing()
    {
        var id = Ids.Format("crv", desk.Generated.Creatives[0].CreativeId);
        var stranger = desk.App.Client(AccountKind.Advertiser, "acc_b", "acc_p", Scopes.Admin);
        foreach (var path in new[] { $"/v1/creatives?campaignId={desk.Campaign}", $"/v1/creatives/{id}", $"/v1/creatives/{id}/lineage", $"/v1/creatives/rejections?campaignId={desk.Campaign}", $"/v1/creatives/export?campaignId={desk.Campaign}" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Mallory" }, client: stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Mallory" }, client: stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.App.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Plans).GetAsync($"/v1/creatives/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.App.Anonymous().GetAsync($"/v1/creatives/{id}")).StatusCode);
        var fetcher = desk.App.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.CreativesFetch);
        Assert.Equal(0, (await desk.ListAsync(client: fetcher)).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await fetcher.GetAsync($"/v1/creatives/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_native_creative_comes_as_the_specifications_object()
    {
        var native = desk.Generated.Creatives.First(c => c is { Format: FormatIds.Native, Locale: "en" });
        var ad = (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{Ids.Format("crv", native.CreativeId)}")).GetProperty("native");
        var assets = ad.GetProperty("assets").EnumerateArray().ToList();
        Assert.Single(assets, a => a.TryGetProperty("title", out _));
        var images = assets.Where(a => a.TryGetProperty("img", out _)).Select(a => a.GetProperty("img")).ToList();
        Assert.Equal([(1200, 628), (1200, 1200), (1200, 900)], images.Select(i => (i.GetProperty("w").GetInt32(), i.GetProperty("h").GetInt32())));
        foreach (var image in images)
        {
            var url = image.GetProperty("url").GetString();
            Assert.Contains($"height=\"{image.GetProperty("h").GetInt32()}\"", await desk.Owner.GetStringAsync(url), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await desk.App.Anonymous().GetAsync(url)).StatusCode);
        }
        Assert.Contains(assets, a => a.TryGetProperty("data", out var data) && data.GetProperty("type").GetInt32() == 1 && data.GetProperty("value").GetString() == "Maison Verte");
        Assert.Equal("https://www.maisonverte.example/solene", ad.GetProperty("link").GetProperty("url").GetString());
    }
}
