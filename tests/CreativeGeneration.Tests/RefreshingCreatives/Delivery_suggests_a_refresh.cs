using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.CreativeGeneration.Tests.RefreshingCreatives;

public sealed class Delivery_suggests_a_refresh
{
    private static readonly Dictionary<string, string?> Small = new() { ["AdPlatform:CreativeRefresh:FirstLook"] = "2000", ["AdPlatform:CreativeRefresh:LeastImpressions"] = "500" };

    [Fact]
    public async Task With_its_numbers_once_however_often_it_is_told_and_a_person_makes_it_a_new_version_that_keeps_what_is_not_tired()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Samples.Segments().Take(2).ToList()), Small);
        var tired = await TireAsync(desk);
        var suggested = await desk.App.WaitForAsync<CreativeRefreshSuggested>();
        var told = Assert.Single(suggested.Reasons);
        Assert.Equal((RefreshKind.Fatigue, tired.CreativeId, tired.SegmentId, 2000L, 106L), (told.Kind, told.CreativeId, told.SegmentId, told.Impressions, told.Clicks));

        // The same records in other batches count no second time.
        await TireAsync(desk, batch: 400, approve: false);
        var list = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/refreshes?campaignId={desk.Campaign}");
        var suggestion = Assert.Single(list.GetProperty("items").EnumerateArray());
        var reason = Assert.Single(suggestion.GetProperty("reasons").EnumerateArray());
        Assert.Equal(("fatigue", 2000), (reason.GetProperty("kind").GetString(), reason.GetProperty("impressions").GetInt32()));
        Assert.Matches("^responds at 2.90 % in its latest third of exposure, at 7.70 % in its first", reason.GetProperty("reason").GetString()!);

        using var ordered = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Anna", suggestionId = suggestion.GetProperty("id").GetString() });
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
        var second = await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        var before = desk.Generated.Creatives.Select(c => c.CreativeId).ToHashSet();
        Assert.All(second.Creatives, c => Assert.Equal((tired.Format, tired.SegmentId), (c.Format, c.SegmentId)));
        Assert.DoesNotContain(second.Creatives, c => before.Contains(c.CreativeId));

        var page = await desk.ListAsync("&limit=200");
        var ids = page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).ToList();
        Assert.DoesNotContain(Ids.Format("crv", tired.CreativeId), ids);
        Assert.Equal(before.Count - 1 + second.Creatives.Count, ids.Count);
        Assert.All(page.GetProperty("items").EnumerateArray(), i => Assert.Equal(2, i.GetProperty("campaignVersion").GetInt32()));
        // New words, and arguments that the segment has not seen in the format first.
        var items = page.GetProperty("items").EnumerateArray().ToList();
        string Headline(JsonElement item) => item.GetProperty("texts").GetProperty("headline").GetString()!;
        var old = items.Where(i => i.GetProperty("format").GetString() == tired.Format && before.Contains(Parse(i))).ToList();
        var fresh = items.Where(i => !before.Contains(Parse(i))).ToList();
        Assert.DoesNotContain(fresh, f => old.Any(o => Headline(o) == Headline(f) && o.GetProperty("locale").GetString() == f.GetProperty("locale").GetString()));
        var argued = old.Where(o => o.GetProperty("segment").GetProperty("id").GetString() == Ids.Format("seg", tired.SegmentId) && o.GetProperty("locale").GetString() == "en").Select(o => o.GetProperty("angle").GetString()).ToHashSet();
        Assert.Contains(fresh, f => f.GetProperty("locale").GetString() == "en" && !argued.Contains(f.GetProperty("angle").GetString()));

        // It is served until something takes its place, and no longer.
        var elsewhere = fresh.First(f => f.GetProperty("locale").GetString() != tired.Locale).GetProperty("id").GetString();
        var instead = fresh.First(f => f.GetProperty("locale").GetString() == tired.Locale).GetProperty("id").GetString();
        var id = Ids.Format("crv", tired.CreativeId);
        async Task<string> ApproveAsync(string? next)
        {
            (await desk.PostAsync($"/v1/creatives/{next}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
            return (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative").GetProperty("status").GetString()!;
        }
        Assert.Equal("approved", await ApproveAsync(elsewhere));
        Assert.Equal("rejected", await ApproveAsync(instead));
        var gone = await desk.App.WaitForAsync<CreativeReviewed>(m => m.CreativeId == tired.CreativeId && m.Decision == ReviewDecision.Rejected);
        Assert.Equal(("refresh", null), (gone.Reviewer, gone.Serving));

        using var again = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Anna", suggestionId = suggestion.GetProperty("id").GetString() });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        static Guid Parse(JsonElement item) => Ids.TryParse("crv", item.GetProperty("id").GetString(), out var id) ? id : Guid.Empty;
    }

    [Fact]
    public async Task And_a_rule_makes_it_one_by_itself_where_the_account_lets_it()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]), Small);
        using var set = await desk.Owner.PutAsJsonAsync("/v1/creatives/approval", new { mode = "human", refresh = "rule", changedBy = "Dana" });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await TireAsync(desk);
        await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        var item = Assert.Single((await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/refreshes?campaignId={desk.Campaign}")).GetProperty("items").EnumerateArray());
        Assert.Equal((2, "rule, set by Dana"), (item.GetProperty("orderedVersion").GetInt32(), item.GetProperty("orderedBy").GetString()));
    }

    [Fact]
    public async Task A_person_needs_no_suggestion_and_a_stranger_gets_nothing()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        var stranger = desk.App.Client(AccountKind.Advertiser, "acc_b", "acc_p", Scopes.Admin);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/v1/creatives/refreshes?campaignId={desk.Campaign}")).StatusCode);
        using var theirs = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Mallory" }, client: stranger);
        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        var kept = Ids.Format("crv", desk.Generated.Creatives.First(c => c.Format == FormatIds.Native).CreativeId);
        var before = await MadeOfAsync(desk, kept);
        using var nameless = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign });
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        using var mine = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Anna" }, "once");
        using var replay = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Anna" }, "once");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (mine.StatusCode, replay.StatusCode));
        var second = await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        Assert.NotEmpty(second.Creatives);
        // What moves into the next version takes its components and files along.
        Assert.Equal(before, await MadeOfAsync(desk, kept));
        Assert.Equal(desk.Generated.Creatives.Count + second.Creatives.Count, (await desk.ListAsync("&limit=1")).GetProperty("total").GetInt32());
    }

    private static async Task<(string, string?)> MadeOfAsync(Desk desk, string creative)
    {
        var lineage = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{creative}/lineage", TestContext.Current.CancellationToken);
        return (lineage.GetProperty("components").ToString(), lineage.GetProperty("assetSha256").GetString());
    }

    [Fact]
    public async Task Responses_that_nobody_may_learn_from_or_that_may_have_been_counted_and_forgotten_are_not_counted()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]), Small);
        var today = DateOnly.FromDateTime(TestApp.DefaultNow.UtcDateTime);
        await using (var scope = desk.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CreativesDb>();
            db.CountedRecords.AddRange(new() { RecordId = "long ago", Day = today.AddDays(-61) }, new() { RecordId = "not so long ago", Day = today.AddDays(-60) });
            await db.CommitAsync(TestContext.Current.CancellationToken);
        }
        await TireAsync(desk, learnable: false);
        await TireAsync(desk, run: "old", approve: false, days: -65);
        // The consumer takes messages in order: once this suggestion is there, what came before was passed over.
        await TireAsync(desk, run: "learnable", approve: false);
        Assert.Equal(2000, Assert.Single((await desk.App.WaitForAsync<CreativeRefreshSuggested>()).Reasons).Impressions);
        await using var after = desk.App.Services.CreateAsyncScope();
        Assert.Equal(["not so long ago"], after.ServiceProvider.GetRequiredService<CreativesDb>().CountedRecords.Where(r => r.RecordId.Contains("ago")).Select(r => r.RecordId));
    }

    /// <summary>Four days of 500 impressions each to one approved creative, whose clicks fall from 9% to 1.8%.</summary>
    private static async Task<CreativeSummary> TireAsync(Desk desk, int batch = 500, bool approve = true, bool learnable = true, string run = "run", int days = 0)
    {
        var creative = desk.Generated.Creatives.First(c => c is { Format: FormatIds.Display300x250, Locale: "en" });
        if (approve) (await desk.PostAsync($"/v1/creatives/{Ids.Format("crv", creative.CreativeId)}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
        List<DeliveryRecord> records = [];
        int[] clicks = [45, 32, 20, 9];
        for (var day = 0; day < clicks.Length; day++)
            for (var i = 0; i < 500; i++)
            {
                var decision = Guid.Parse($"0199c0de-{day:D4}-7000-8000-{i:D12}");
                DeliveryRecord Of(DeliveryKind kind) => new()
                {
                    RecordId = $"{run}:{decision}:{kind}", Kind = kind, DecisionId = decision, AdvertiserId = "acc_a", CampaignId = Samples.Campaign, LineId = decision, CreativeId = creative.CreativeId,
                    Context = creative.SegmentId.ToString("D"), Propensity = 1, Uniform = false, Learnable = learnable, At = TestApp.DefaultNow.AddDays(days + day),
                };
                if (i < clicks[day]) records.Add(Of(DeliveryKind.Click));
                records.Add(Of(DeliveryKind.Impression));
            }
        foreach (var part in records.Chunk(batch)) await desk.App.PublishAsync(new DeliveryRecorded { AccountId = "acc_p", Records = part });
        return creative;
    }
}
