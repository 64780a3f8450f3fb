using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

public sealed class A_creative_is_reviewed
{
    [Fact]
    public async Task Approval_publishes_the_serving_form_and_keeps_the_history()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Samples.Segments().Take(1).ToList()));
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

    [Fact]
    public async Task The_remaining_are_approved_at_once_and_the_rejected_stay_rejected()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Samples.Segments().Take(1).ToList()));
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
    public async Task An_asset_is_public_once_approved_and_its_owners_before()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Samples.Segments().Take(1).ToList()));
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
    public async Task Approved_search_assets_are_exported_and_cannot_become_formulas()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Samples.Segments().Take(1).ToList(), brief: Samples.Tea() with { Name = "=HYPERLINK(\"http://evil.example\")" }));
        (await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" })).EnsureSuccessStatusCode();
        using var response = await desk.Owner.GetAsync($"/v1/creatives/export?campaignId={desk.Campaign}&format=csv");
        var rows = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + 2, rows.Length);
        Assert.Contains("Headline 15,Description 1", rows[0]);
        Assert.All(rows.Skip(1), row => Assert.StartsWith("\"'=HYPERLINK", row));
        // How it was made goes with it.
        Assert.EndsWith(",Labels", rows[0]);
        Assert.All(rows.Skip(1), row => Assert.EndsWith(",Made: algorithmicMedia", row));
    }
}
