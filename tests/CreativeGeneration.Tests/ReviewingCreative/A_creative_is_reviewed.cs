using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

public sealed class A_creative_is_reviewed
{
    [Fact]
    public async Task Listed_by_format_language_segment_and_status_in_pages()
    {
        await using var desk = await Desk.OpenAsync();
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
        await using var app = await Desk.StartAsync();
        using var response = await app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives).GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Approval_publishes_the_serving_form_and_keeps_the_history()
    {
        await using var desk = await Desk.OpenAsync();
        var summary = desk.Generated.Creatives.First(c => c is { Format: FormatIds.Pause1920x1080, Locale: "fr", Angle: "offer" });
        var id = Ids.Format("crv", summary.CreativeId);
        using var changes = await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "changesRequested", reviewer = "Anna", comment = "Too long?" });
        Assert.Equal(HttpStatusCode.Created, changes.StatusCode);
        using var approved = await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" }, "again");
        using var replay = await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" }, "again");
        Assert.Equal(await approved.Content.ReadAsStringAsync(), await replay.Content.ReadAsStringAsync());

        var message = await desk.App.WaitForAsync<CreativeReviewed>(m => m.Decision == ReviewDecision.Approved);
        Assert.Equal((summary.CreativeId, 3, "Bernard", "acc_p"), (message.CreativeId, message.CreativeVersion, message.Reviewer, message.PublisherId));
        var serving = message.Serving!;
        Assert.Equal((1920, 1080, "offer", "https://www.maisonverte.example/solene"), (serving.Width, serving.Height, serving.Angle, serving.LandingUrl));
        Assert.Equal("Publicité", serving.Texts["disclosure"]);
        Assert.Equal(new DateOnly(2026, 12, 31), serving.LastDay);
        Assert.Equal(summary.Score, serving.PriorScore);

        var detail = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}");
        Assert.Equal("approved", detail.GetProperty("creative").GetProperty("status").GetString());
        Assert.Equal(["changesRequested", "approved"], detail.GetProperty("reviews").EnumerateArray().Select(r => r.GetProperty("decision").GetString()));
        Assert.Equal(2, desk.App.Messages.Of<CreativeReviewed>().Count());
    }

    [Theory]
    [InlineData("{\"decision\":\"approved\"}", "reviewer")]
    [InlineData("{\"reviewer\":\"Anna\"}", "decision")]
    [InlineData("{\"decision\":\"rejected\",\"reviewer\":\"Anna\"}", "comment")]
    [InlineData("{\"decision\":\"loved\",\"reviewer\":\"Anna\"}", "decision")]
    [InlineData("{\"decision\":\"approved\",\"reviewer\":\"Anna\",\"colour\":\"red\"}", "colour")]
    public async Task A_bad_review_changes_nothing_and_names_the_field(string body, string field)
    {
        await using var desk = await Desk.OpenAsync();
        var id = Ids.Format("crv", desk.Generated.Creatives[0].CreativeId);
        using var response = await desk.PostAsync($"/v1/creatives/{id}/reviews", JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _), await response.Content.ReadAsStringAsync());
        Assert.Equal(0, (await desk.ListAsync("&status=approved")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_remaining_are_approved_at_once_and_the_rejected_stay_rejected()
    {
        await using var desk = await Desk.OpenAsync();
        var rejected = Ids.Format("crv", desk.Generated.Creatives[3].CreativeId);
        using var no = await desk.PostAsync($"/v1/creatives/{rejected}/reviews", new { decision = "rejected", reviewer = "Anna", comment = "Off brand" });
        using var yes = await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" });
        var result = await yes.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(desk.Generated.Creatives.Count - 1, result.GetProperty("approved").GetInt32());
        var counts = (await desk.ListAsync()).GetProperty("byStatus");
        Assert.Equal((1, desk.Generated.Creatives.Count - 1), (counts.GetProperty("rejected").GetInt32(), counts.GetProperty("approved").GetInt32()));
        await TestApp.EventuallyAsync(() => Task.FromResult(desk.App.Messages.Of<CreativeReviewed>().Count() == desk.Generated.Creatives.Count), "one message a creative");
    }

    [Fact]
    public async Task Lineage_leads_every_word_back_to_a_fact()
    {
        await using var desk = await Desk.OpenAsync();
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
            Assert.Contains("untrained", lineage.GetProperty("score").GetProperty("version").GetString());
        }
    }

    [Fact]
    public async Task An_asset_is_public_once_approved_and_its_owners_before()
    {
        await using var desk = await Desk.OpenAsync();
        var item = (await desk.ListAsync($"&format={FormatIds.Display300x250}&limit=1")).GetProperty("items")[0];
        var url = item.GetProperty("assetUrl").GetString()!;
        using var anonymous = desk.App.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.App.Client(AccountKind.Advertiser, "acc_b", "acc_p").GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.Owner.GetAsync(url)).StatusCode);

        (await desk.PostAsync($"/v1/creatives/{item.GetProperty("id").GetString()}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
        using var response = await anonymous.GetAsync(url);
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), url);
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync("/v1/assets/" + new string('0', 64) + ".svg")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync("/v1/assets/..%2f..%2fcreatives.db")).StatusCode);
    }

    [Fact]
    public async Task Other_accounts_see_nothing()
    {
        await using var desk = await Desk.OpenAsync();
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
    public async Task Approved_search_assets_are_exported_and_cannot_become_formulas()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(Samples.Tea() with { Name = "=HYPERLINK(\"http://evil.example\")" }));
        (await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" })).EnsureSuccessStatusCode();
        using var response = await desk.Owner.GetAsync($"/v1/creatives/export?campaignId={desk.Campaign}&format=csv");
        var rows = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + 3 * 2, rows.Length);
        Assert.Contains("Headline 15,Description 1", rows[0]);
        Assert.All(rows.Skip(1), row => Assert.StartsWith("\"'=HYPERLINK", row));
    }

    [Fact]
    public async Task A_native_creative_comes_as_the_specifications_object()
    {
        await using var desk = await Desk.OpenAsync();
        var native = desk.Generated.Creatives.First(c => c is { Format: FormatIds.Native, Locale: "en" });
        var ad = (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{Ids.Format("crv", native.CreativeId)}")).GetProperty("native");
        var assets = ad.GetProperty("assets").EnumerateArray().ToList();
        Assert.Single(assets, a => a.TryGetProperty("title", out _));
        Assert.Contains(assets, a => a.TryGetProperty("data", out var data) && data.GetProperty("type").GetInt32() == 1 && data.GetProperty("value").GetString() == "Maison Verte");
        Assert.Equal("https://www.maisonverte.example/solene", ad.GetProperty("link").GetProperty("url").GetString());
    }
}
