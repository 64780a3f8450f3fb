using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.CreativeGeneration.Tests.ApprovingByRule;

public sealed class Approval_may_be_left_to_a_rule
{
    [Fact]
    public async Task A_rule_approves_what_nobody_needs_to_look_at_and_lineage_says_that_it_was_the_rule()
    {
        await using var app = await Desk.StartAsync();
        var owner = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives);
        await SetAsync(owner, "rule", "Dana");
        await app.PublishAsync(Samples.Command());
        var generated = await app.WaitForAsync<CreativesGenerated>();
        var campaign = Hosting.Ids.Format("cmp", Samples.Campaign);
        var page = await owner.GetFromJsonAsync<JsonElement>($"/v1/creatives?campaignId={campaign}");
        var left = page.GetProperty("needEyes").GetInt32();
        Assert.InRange(left, 12 / 6, generated.Creatives.Count / 2);
        Assert.Equal((left, generated.Creatives.Count - left), (page.GetProperty("byStatus").GetProperty("inReview").GetInt32(), page.GetProperty("byStatus").GetProperty("approved").GetInt32()));
        await TestApp.EventuallyAsync(() => Task.FromResult(app.Messages.Of<CreativeReviewed>().Count() == generated.Creatives.Count - left), "one message for each that the rule approved");
        Assert.All(app.Messages.Of<CreativeReviewed>(), m => Assert.Equal("rule no-exception, set by Dana", m.Reviewer));

        var approved = (await owner.GetFromJsonAsync<JsonElement>($"/v1/creatives?campaignId={campaign}&status=approved&limit=1")).GetProperty("items")[0].GetProperty("id").GetString();
        var lineage = await owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{approved}/lineage");
        Assert.Equal("no-exception, setting 1", Assert.Single(lineage.GetProperty("reviews").EnumerateArray()).GetProperty("rule").GetString());
    }

    [Fact]
    public async Task People_approve_unless_the_account_itself_has_set_otherwise_and_the_setting_has_a_history()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        Assert.Equal("human", (await desk.Owner.GetFromJsonAsync<JsonElement>("/v1/creatives/approval")).GetProperty("mode").GetString());
        Assert.Equal(desk.Generated.Creatives.Count, (await desk.ListAsync("&status=inReview")).GetProperty("total").GetInt32());

        await SetAsync(desk.App.Client(AccountKind.Advertiser, "acc_b", "acc_p", Scopes.Creatives), "rule", "Somebody else");
        await SetAsync(desk.Owner, "rule", "Dana");
        await SetAsync(desk.Owner, "rule", "Dana");
        var setting = await SetAsync(desk.Owner, "human", "Emil");
        Assert.Equal(("human", 2), (setting.GetProperty("mode").GetString(), setting.GetProperty("version").GetInt32()));
        Assert.Equal(["Emil", "Dana"], setting.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("changedBy").GetString()));
        await desk.App.PublishAsync(Samples.Command(version: 2, segments: [Samples.Segments()[0]]));
        await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        Assert.Equal(0, (await desk.ListAsync("&status=approved")).GetProperty("total").GetInt32());

        using var bad = await desk.Owner.PutAsJsonAsync("/v1/creatives/approval", new { mode = "nobody" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private static async Task<JsonElement> SetAsync(HttpClient client, string mode, string by)
    {
        using var response = await client.PutAsJsonAsync("/v1/creatives/approval", new { mode, changedBy = by });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
