using System.Net;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.Campaigns.Tests;

public sealed class LifeCycleTests
{
    private static readonly Guid One = Guid.Parse("0199dddd-0000-7000-8000-000000000001");
    private static readonly Guid Two = Guid.Parse("0199dddd-0000-7000-8000-000000000002");

    [Fact]
    public async Task A_brief_becomes_ready_when_creatives_and_plan_are_there()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var answer = await client.SubmitAsync(Doors.Brief());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await answer.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        Assert.Equal($"/v1/campaigns/{id}", answer.Headers.Location!.ToString());
        await app.MakeReadyAsync(client, id, One, Two);
        var campaign = await client.CampaignAsync(id);
        Assert.Equal(2, campaign.GetProperty("creatives").GetInt32());
        Assert.Equal(0.00005, campaign.GetProperty("plan").GetProperty("certificate").GetProperty("gap").GetDouble());
        Assert.Empty(campaign.GetProperty("waiting").EnumerateArray());
        Assert.Equal(2, (await app.WaitForAsync<CampaignReady>()).CreativeCount);
    }

    [Fact]
    public async Task Progress_streams_resumes_and_ends()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var following = client.GetStringAsync($"/v1/campaigns/{id}/progress");
        await app.MakeReadyAsync(client, id, One);
        var stream = await following.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("event: progress", stream, StringComparison.Ordinal);
        Assert.Contains("\"stage\":\"audience\"", stream, StringComparison.Ordinal);
        Assert.Contains("event: end\ndata: {\"state\":\"ready\"}", stream, StringComparison.Ordinal);
        var ids = stream.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => line[4..]).ToArray();

        using var resumed = new HttpRequestMessage(HttpMethod.Get, $"/v1/campaigns/{id}/progress");
        resumed.Headers.Add("Last-Event-ID", ids[^2]);
        var rest = await (await client.SendAsync(resumed)).Content.ReadAsStringAsync();
        Assert.Equal(ids[^1], Assert.Single(rest.Split('\n'), line => line.StartsWith("id: ", StringComparison.Ordinal))[4..]);
    }

    [Fact]
    public async Task An_answer_that_comes_twice_or_for_another_version_changes_nothing()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var prepare = await app.WaitForAsync<PrepareAudience>();
        await app.PublishAsync(Doors.Audience(prepare) with { CampaignVersion = 9 });
        await app.PublishAsync(Doors.Audience(prepare));
        await app.PublishAsync(Doors.Audience(prepare));
        var generate = await app.WaitForAsync<GenerateCreatives>();
        await app.PublishAsync(Doors.Creatives(generate, One));
        await app.PublishAsync(Doors.Creatives(generate, One));
        await app.PublishAsync(Doors.Plan(await app.WaitForAsync<BuildMediaPlan>(), Two));
        await client.StateAsync(id, "ready");
        Assert.Equal(1, (await client.CampaignAsync(id)).GetProperty("creatives").GetInt32());
        Assert.Single(app.Messages.Of<GenerateCreatives>());
        Assert.Single(app.Messages.Of<CampaignReady>());
    }

    [Fact]
    public async Task A_rejected_audience_fails_the_campaign_with_the_field()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var prepare = await app.WaitForAsync<PrepareAudience>();
        await app.PublishAsync(new AudienceRejected
        {
            AccountId = prepare.AccountId, CampaignId = prepare.CampaignId, CampaignVersion = 1, Field = "targeting.segments[0]", Reason = "no such segment",
        });
        await client.StateAsync(id, "failed");
        var failure = (await client.CampaignAsync(id)).GetProperty("failure");
        Assert.Equal("targeting.segments[0]", failure.GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await client.ActAsync(id, "approve", new { reviewer = "Ada" })).StatusCode);
    }

    [Fact]
    public async Task A_command_without_an_answer_is_sent_again_and_at_last_fails_the_campaign()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string?> { ["AdPlatform:Campaigns:StepAttempts"] = "2" }, Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        await app.WaitForAsync<PrepareAudience>();
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await TestApp.EventuallyAsync(() => Task.FromResult(app.Messages.Of<PrepareAudience>().Count() == 2), "sent again");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await client.StateAsync(id, "failed");
        Assert.Contains("2 tries", (await client.CampaignAsync(id)).GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_needs_an_approved_creative_and_a_named_reviewer()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var campaign = await app.MakeReadyAsync(client, id, One, Two);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.ActAsync(id, "approve")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.ActAsync(id, "activate")).StatusCode);
        await app.PublishAsync(Doors.Approval(campaign, One));
        Assert.Equal("approved", (await (await client.ActAsync(id, "approve", new { reviewer = "Ada" })).JsonAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Creatives_of_a_refresh_are_known_once_and_can_be_approved_while_the_campaign_serves()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var campaign = await app.MakeReadyAsync(client, id, One);
        await app.PublishAsync(Doors.Approval(campaign, One));
        await client.ActAsync(id, "approve", new { reviewer = "Ada" });
        await client.ActAsync(id, "activate");
        var refreshed = Doors.Creatives(await app.WaitForAsync<GenerateCreatives>(), Two) with { CampaignVersion = 2 };
        await app.PublishAsync(refreshed);
        await app.PublishAsync(refreshed);
        await app.PublishAsync(Doors.Approval(campaign, Two));
        await TestApp.EventuallyAsync(async () => (await client.CampaignAsync(id)).GetProperty("approvedCreatives").GetInt32() == 2, "the refreshed creative is approved");
        var view = await client.CampaignAsync(id);
        Assert.Equal((2, "active"), (view.GetProperty("creatives").GetInt32(), view.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Activation_pause_and_activation_again_carry_rising_versions()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var campaign = await app.MakeReadyAsync(client, id, One, Two);
        await app.PublishAsync(Doors.Approval(campaign, One));
        await client.ActAsync(id, "approve", new { reviewer = "Ada" });
        await client.ActAsync(id, "activate");
        await client.ActAsync(id, "activate");
        var first = await app.WaitForAsync<CampaignActivated>();
        Assert.Equal([One], first.CreativeIds);
        Assert.Equal("tt-harbour", Assert.Single(first.Lines).TitleId);
        await client.ActAsync(id, "pause", new { reason = "out of stock" });
        var paused = await app.WaitForAsync<CampaignPaused>();
        await client.ActAsync(id, "activate");
        var again = await app.WaitForAsync<CampaignActivated>(m => m.CampaignVersion > paused.CampaignVersion);
        Assert.Equal((2, 3, 4), (first.CampaignVersion, paused.CampaignVersion, again.CampaignVersion));
        Assert.Equal("out of stock", paused.Reason);
    }

    [Fact]
    public async Task A_flight_that_is_over_ends_the_campaign()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var campaign = await app.MakeReadyAsync(client, id, One);
        await app.PublishAsync(Doors.Approval(campaign, One));
        await client.ActAsync(id, "approve", new { reviewer = "Ada" });
        await client.ActAsync(id, "activate");
        // 22 December ends in Paris at 23:00 UTC.
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 22, 22, 59, 0, TimeSpan.Zero));
        await app.WaitForAsync<CampaignActivated>();
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 22, 23, 1, 0, TimeSpan.Zero));
        await client.StateAsync(id, "ended");
        Assert.Equal(HttpStatusCode.Conflict, (await client.ActAsync(id, "activate")).StatusCode);
    }

    [Fact]
    public async Task A_restart_in_the_middle_goes_on_where_it_was()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var id = (await (await app.Of().SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var prepare = await app.WaitForAsync<PrepareAudience>();
        await app.PublishAsync(Doors.Audience(prepare));
        var generate = await app.WaitForAsync<GenerateCreatives>();
        await app.RestartAsync();
        var client = app.Of();
        await app.PublishAsync(Doors.Creatives(generate, One));
        await app.PublishAsync(new MediaPlanInfeasible { AccountId = Doors.Advertiser, CampaignId = generate.CampaignId, CampaignVersion = 1, Constraints = ["budget"], Relaxation = "Raise the budget to 30,000 EUR." });
        await client.StateAsync(id, "failed");
        Assert.Contains("30,000", (await client.CampaignAsync(id)).GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_counts_each_record_once_on_the_day_of_the_campaigns_zone()
    {
        await using var app = await TestApp.StartAsync(Doors.Service);
        var client = app.Of();
        var id = (await (await client.SubmitAsync(Doors.Brief())).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        var campaign = await app.MakeReadyAsync(client, id, One);
        var late = new DateTimeOffset(2026, 11, 25, 23, 30, 0, TimeSpan.Zero);
        DeliveryRecord Record(string recordId, DeliveryKind kind, Money? charge) => new()
        {
            RecordId = recordId, Kind = kind, DecisionId = One, AdvertiserId = Doors.Advertiser, CampaignId = campaign, LineId = Two, CreativeId = One,
            Context = "none", Propensity = 0.5, Uniform = false, Charge = charge, At = late,
        };
        var batch = new DeliveryRecorded
        {
            AccountId = Doors.Publisher,
            Records = [Record("d1:impression", DeliveryKind.Impression, Money.FromUnits(0.012m, "EUR")), Record("d1:click", DeliveryKind.Click, null)],
        };
        await app.PublishAsync(batch);
        await app.PublishAsync(batch);
        await app.PublishAsync(batch with { Records = [Record("d2:impression", DeliveryKind.Impression, Money.FromUnits(0.012m, "EUR"))] });
        async Task<System.Text.Json.JsonElement> ReportAsync() => await (await client.GetAsync($"/v1/campaigns/{id}/report")).JsonAsync();
        await TestApp.EventuallyAsync(async () => (await ReportAsync()).GetProperty("total").GetProperty("impressions").GetInt64() == 2, "two impressions");
        var report = await ReportAsync();
        Assert.Equal("0.024", report.GetProperty("total").GetProperty("spend").GetProperty("amount").GetString());
        Assert.Equal(1, report.GetProperty("total").GetProperty("clicks").GetInt64());
        Assert.Equal("2026-11-26", report.GetProperty("days")[0].GetProperty("day").GetString());
    }
}
