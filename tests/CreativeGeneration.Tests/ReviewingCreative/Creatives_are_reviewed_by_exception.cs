using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

public sealed class Creatives_are_reviewed_by_exception
{
    [Fact]
    public async Task A_claim_needs_eyes_once_a_language_and_never_again_after_a_person_approved_it()
    {
        await using var desk = await Desk.OpenAsync();
        var eyes = await desk.ListAsync("&needsEyes=true&limit=200");
        var news = eyes.GetProperty("items").EnumerateArray().SelectMany(i => i.GetProperty("needsEyes").EnumerateArray()).Where(r => r.GetProperty("code").GetString() == "new-claim").Select(r => r.GetProperty("reason").GetString()!).ToList();
        // Five facts and the offer, in two languages.
        Assert.Equal(12, news.Count);
        Assert.Contains("f3 was not approved before: 87% of drinkers sleep better (Consumer survey, March 2026, n = 1,204)", news);
        var total = eyes.GetProperty("total").GetInt32();
        Assert.Equal(total, eyes.GetProperty("needEyes").GetInt32());
        Assert.True(total < desk.Generated.Creatives.Count / 2, $"{total} of {desk.Generated.Creatives.Count}");

        using var rest = await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna", leaveNeedsEyes = true });
        var left = await rest.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((desk.Generated.Creatives.Count - total, total), (left.GetProperty("approved").GetInt32(), left.GetProperty("leftForEyes").GetInt32()));
        using var seen = await desk.PostAsync("/v1/creatives/reviews", new { decision = "approved", reviewer = "Anna", filter = new { campaignId = desk.Campaign, needsEyes = true } });
        Assert.Equal(total, (await seen.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("decided").GetInt32());

        await desk.App.PublishAsync(Samples.Command(version: 2));
        await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        var second = await desk.ListAsync("&needsEyes=true&limit=200");
        Assert.DoesNotContain("new-claim", second.GetProperty("items").EnumerateArray().SelectMany(i => i.GetProperty("needsEyes").EnumerateArray()).Select(r => r.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_decision_about_many_answers_for_each_and_loses_none()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        var ids = desk.Generated.Creatives.Take(4).Select(c => Ids.Format("crv", c.CreativeId)).ToList();
        (await desk.PostAsync($"/v1/creatives/{ids[0]}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
        var gone = Ids.Format("crv", Guid.Parse("0199c0de-0000-7000-8000-00000000dead"));
        object body = new { decision = "approved", reviewer = "Bernard", ids = new[] { ids[0], ids[1], gone, "nonsense", ids[2], ids[1] } };
        using var response = await desk.PostAsync("/v1/creatives/reviews", body, "many");
        var answers = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["unchanged", "decided", "not-found", "not-found", "decided"], answers.Select(a => a.GetProperty("outcome").GetString()));
        using var replay = await desk.PostAsync("/v1/creatives/reviews", body, "many");
        Assert.Equal(await response.Content.ReadAsStringAsync(), await replay.Content.ReadAsStringAsync());
        await TestApp.EventuallyAsync(() => Task.FromResult(desk.App.Messages.Of<CreativeReviewed>().Count() == 3), "one message for each that was decided");

        var stranger = desk.App.Client(Contracts.Campaigns.V1.AccountKind.Advertiser, "acc_b", "acc_p", Hosting.Access.Scopes.Admin);
        using var foreign = await desk.PostAsync("/v1/creatives/reviews", body, client: stranger);
        Assert.All((await foreign.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray(), a => Assert.Equal("not-found", a.GetProperty("outcome").GetString()));

        using var filtered = await desk.PostAsync("/v1/creatives/reviews", new { decision = "changesRequested", reviewer = "Bernard", comment = "warmer, please", filter = new { campaignId = desk.Campaign, locale = "fr", status = "inReview" } });
        Assert.All((await filtered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray(), a => Assert.Equal("changesRequested", a.GetProperty("status").GetString()));
        Assert.Equal(0, (await desk.ListAsync("&locale=fr&status=inReview")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("""{"decision":"approved","reviewer":"Anna"}""", "ids")]
    [InlineData("""{"decision":"approved","reviewer":"Anna","ids":[]}""", "ids")]
    [InlineData("""{"decision":"approved","reviewer":"Anna","filter":{}}""", "filter.campaignId")]
    [InlineData("""{"decision":"approved","reviewer":"Anna","filter":{"campaignId":"cmp_0199c0de000070008000000000000001","status":"lovely"}}""", "filter.status")]
    [InlineData("""{"decision":"rejected","reviewer":"Anna","ids":["crv_x"]}""", "comment")]
    public async Task A_bad_one_decides_nothing_and_names_the_field(string body, string field)
    {
        await using var app = await Desk.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/creatives/reviews") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "bad");
        using var response = await app.Client(Contracts.Campaigns.V1.AccountKind.Advertiser, "acc_a", "acc_p", Hosting.Access.Scopes.Creatives).SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_comment_decides_nothing_and_stands_in_the_history()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        var id = Ids.Format("crv", desk.Generated.Creatives[0].CreativeId);
        using var said = await desk.PostAsync($"/v1/creatives/{id}/comments", new { author = "Chloé", text = "Does legal know?" });
        Assert.Equal(HttpStatusCode.Created, said.StatusCode);
        (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "rejected", reviewer = "Anna", comment = "it does not" })).EnsureSuccessStatusCode();
        var history = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/history");
        Assert.Equal(
            [(1, "generated", "grounded", null), (1, "commented", "Chloé", "Does legal know?"), (2, "rejected", "Anna", "it does not")],
            history.GetProperty("entries").EnumerateArray().Select(e => (e.GetProperty("version").GetInt32(), e.GetProperty("kind").GetString(), e.GetProperty("by").GetString(), e.GetProperty("text").GetString())));
        using var mute = await desk.PostAsync($"/v1/creatives/{id}/comments", new { author = "Chloé", text = "" });
        Assert.Equal(HttpStatusCode.BadRequest, mute.StatusCode);
    }
}
