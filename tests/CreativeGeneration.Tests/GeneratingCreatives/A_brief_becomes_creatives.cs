using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Hosting.Access;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

public sealed class A_brief_becomes_creatives
{
    private static IReadOnlyList<Contracts.AudienceProfiling.V1.AudienceSegment> Few => [Samples.Segments()[0]];

    [Fact]
    public async Task For_every_segment_format_language_and_three_angles_with_progress_on_the_way()
    {
        await using var desk = await Desk.OpenAsync();
        Assert.Equal(3 * 2 * (3 * 3 + 1), desk.Generated.Creatives.Count);
        Assert.Equal(0, desk.Generated.Creatives.Average(c => c.Score), 3);
        var progress = desk.App.Messages.Of<CreativeGenerationProgressed>().ToList();
        Assert.Equal(["facts", "writing", "gating", "rendering"], progress.Select(p => p.Stage).Distinct());
        Assert.All(progress, p => Assert.True(p.Done <= p.Total));
        Assert.Equal((8, 8), progress.Where(p => p.Stage == "rendering").Select(p => (p.Done, p.Total)).Last());
    }

    [Fact]
    public async Task Once_however_often_it_is_asked()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Few));
        await desk.App.PublishAsync(Samples.Command(segments: Few));
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(desk.App.Messages.Of<CreativesGenerated>().Count() == 2), "the same answer again");
        Assert.Equal(desk.Generated.Creatives, desk.App.Messages.Of<CreativesGenerated>().Last().Creatives);
        Assert.Equal(desk.Generated.Creatives.Count, (await desk.ListAsync()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_new_version_is_written_beside_the_old_one_which_can_no_longer_be_approved()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Few));
        await desk.App.PublishAsync(Samples.Command(version: 2, segments: Few));
        await desk.App.WaitForAsync<CreativesGenerated>(m => m.CampaignVersion == 2);
        Assert.Equal(2, (await desk.ListAsync("&limit=1")).GetProperty("items")[0].GetProperty("campaignVersion").GetInt32());
        using var late = await desk.PostAsync($"/v1/creatives/{Hosting.Ids.Format("crv", desk.Generated.Creatives[0].CreativeId)}/reviews", new { decision = "approved", reviewer = "Anna" });
        Assert.Equal(System.Net.HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Or_a_refusal_that_names_the_field_once_and_again()
    {
        await using var app = await Desk.StartAsync();
        var brief = Samples.Tea() with { Locales = ["en", "tlh"] };
        await app.PublishAsync(Samples.Command(brief));
        var failed = await app.WaitForAsync<CreativeGenerationFailed>();
        Assert.Equal("locales[1]", failed.Field);
        Assert.Contains("en, fr", failed.Reason);
        await app.PublishAsync(Samples.Command(brief));
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(app.Messages.Of<CreativeGenerationFailed>().Count() == 2), "the same refusal again");
        var owner = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives);
        Assert.Empty(app.Messages.Of<CreativesGenerated>());
        Assert.Equal(System.Net.HttpStatusCode.OK, (await owner.GetAsync($"/v1/creatives?campaignId={Hosting.Ids.Format("cmp", Samples.Campaign)}")).StatusCode);
    }

    [Fact]
    public async Task They_are_still_there_after_a_restart()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: Few));
        await desk.App.RestartAsync();
        var owner = desk.App.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives);
        Assert.Equal(desk.Generated.Creatives.Count, (await desk.ListAsync(client: owner)).GetProperty("total").GetInt32());
    }
}
