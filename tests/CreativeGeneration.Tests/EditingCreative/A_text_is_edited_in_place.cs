using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.CreativeGeneration.Tests.EditingCreative;

public sealed class A_text_is_edited_in_place
{
    private static readonly IReadOnlyList<Contracts.AudienceProfiling.V1.AudienceSegment> One = [Samples.Segments()[0]];

    [Fact]
    public async Task It_is_gated_cited_drawn_and_scored_anew_and_its_history_says_who_changed_what()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, before) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        using var response = await EditAsync(desk, id, 1, new { headline = "87% of drinkers sleep better" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var after = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("creative");
        Assert.Equal(("87% of drinkers sleep better", 2, "inReview"), (after.GetProperty("texts").GetProperty("headline").GetString(), after.GetProperty("version").GetInt32(), after.GetProperty("status").GetString()));
        // The proof brings its source, and what is drawn says the new words.
        Assert.Contains("Consumer survey", after.GetProperty("texts").GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(before.GetProperty("assetUrl").GetString(), after.GetProperty("assetUrl").GetString());
        var svg = await desk.Owner.GetStringAsync(after.GetProperty("assetUrl").GetString());
        Assert.Contains("sleep", svg, StringComparison.Ordinal);
        Assert.Contains("edited", after.GetProperty("needsEyes").EnumerateArray().Select(r => r.GetProperty("code").GetString()));

        var lineage = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/lineage");
        var headline = lineage.GetProperty("phrases").EnumerateArray().Single(p => p.GetProperty("role").GetString() == "headline");
        Assert.Equal(("edited by Anna", "f3"), (headline.GetProperty("rule").GetString(), Assert.Single(headline.GetProperty("facts").EnumerateArray()).GetString()));
        var change = Assert.Single(lineage.GetProperty("changes").EnumerateArray());
        Assert.Equal(("texts.headline", before.GetProperty("texts").GetProperty("headline").GetString(), "Anna"), (change.GetProperty("field").GetString(), change.GetProperty("before").GetString(), change.GetProperty("changedBy").GetString()));
    }

    [Theory]
    [InlineData("headline", "Cures insomnia in 3 days", "unsupported")]
    [InlineData("headline", "The best herbal tea", "unsupported-superlative")]
    [InlineData("headline", "Hurry, 20% off", "unsupported-urgency")]
    [InlineData("headline", "30% off until December 31", "unsupported-number")]
    [InlineData("headline", "Medicine that calms the evening", "forbidden-term")]
    [InlineData("headline", "Calms the evening at evil.example", "foreign-url")]
    [InlineData("headline", "C\u0430lms the evening", "code-point")]
    [InlineData("headline", "Solène calms the evening and Solène calms the evening for you", "too-long")]
    [InlineData("cta", "Buy this instant", "unknown-button")]
    public async Task What_the_gate_refuses_is_refused_with_the_text_and_the_reason(string role, string text, string code)
    {
        var desk = await SharedAsync();
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        using var response = await EditAsync(desk, id, 1, new Dictionary<string, string> { [role] = text });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var reasons = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty($"texts.{role}").EnumerateArray().Select(r => r.GetString()!).ToList();
        Assert.Contains(reasons, r => r.StartsWith(code, StringComparison.Ordinal));
        Assert.Equal(1, (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative").GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("disclosure", "Not an ad")]
    [InlineData("price", "€1")]
    [InlineData("subtitle", "Anything")]
    [InlineData("headline", " ")]
    public async Task What_is_fixed_or_empty_or_not_there_cannot_be_edited(string role, string text)
    {
        var desk = await SharedAsync();
        var (id, _) = await FindAsync(desk, FormatIds.Native, "en", "benefit");
        using var response = await EditAsync(desk, id, 1, new Dictionary<string, string> { [role] = text });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty($"texts.{role}", out _));
    }

    [Fact]
    public async Task Twins_of_other_creatives_and_likenesses_within_a_set_are_refused()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (_, other) = await FindAsync(desk, FormatIds.Display300x250, "en", "offer");
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        var texts = other.GetProperty("texts");
        using var twin = await EditAsync(desk, id, 1, new[] { "headline", "body", "cta" }.ToDictionary(r => r, r => texts.GetProperty(r).GetString()!));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twin.StatusCode);
        Assert.Contains("twin", await twin.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var (set, search) = await FindAsync(desk, FormatIds.ResponsiveSearch, "en", "mixed");
        using var alike = await EditAsync(desk, set, 1, new { headline2 = search.GetProperty("texts").GetProperty("headline1").GetString() });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, alike.StatusCode);
        Assert.Contains("near-duplicate: headline2 is too like headline1", await alike.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var dangling = await EditAsync(desk, set, 1, new { headline1 = "It calms the evening" });
        Assert.Contains("does-not-read-alone", await dangling.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task French_is_set_as_French_prints_it()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "fr", "benefit");
        using var response = await EditAsync(desk, id, 1, new { headline = "87 % des buveurs dorment mieux" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("87\u202F% des buveurs dorment mieux", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("creative").GetProperty("texts").GetProperty("headline").GetString());
    }

    [Fact]
    public async Task Of_two_editors_the_second_reads_again_and_a_retry_changes_nothing_twice()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        using var first = await EditAsync(desk, id, 1, new { headline = "Calms the evening" }, key: "once");
        using var replay = await EditAsync(desk, id, 1, new { headline = "Calms the evening" }, key: "once");
        using var stale = await EditAsync(desk, id, 1, new { headline = "Ready in three minutes" });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, replay.StatusCode, stale.StatusCode));
        Assert.Contains("version 2", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Of_many_editors_at_once_one_is_first()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, before) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        var buttons = new[] { "View details", "Discover", "Order online", "Learn more", "Find out more", "See more" }.Where(b => b != before.GetProperty("texts").GetProperty("cta").GetString()).Take(5);
        var answers = await Task.WhenAll(buttons.Select(cta => EditAsync(desk, id, 1, new { cta })));
        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 4)], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(2, (await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task What_was_written_before_briefs_were_kept_is_reviewed_as_ever_but_not_edited()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        await using (var scope = desk.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<CreativesDb>().Generations.ExecuteUpdateAsync(g => g.SetProperty(x => x.Brief, (string?)null), TestContext.Current.CancellationToken);
        using var edit = await EditAsync(desk, id, 1, new { headline = "Calms the evening" });
        Assert.Equal(HttpStatusCode.Conflict, edit.StatusCode);
        Assert.Contains("written-before", await edit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var review = await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" });
        Assert.Equal(HttpStatusCode.Created, review.StatusCode);
        using var refresh = await desk.PostAsync("/v1/creatives/refreshes", new { campaignId = desk.Campaign, requestedBy = "Anna" });
        Assert.Equal(HttpStatusCode.Conflict, refresh.StatusCode);
    }

    [Fact]
    public async Task An_approved_creative_that_is_edited_stops_being_served_until_it_is_approved_again()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" })).EnsureSuccessStatusCode();
        (await EditAsync(desk, id, 2, new { headline = "Calms the evening" })).EnsureSuccessStatusCode();
        var stopped = await desk.App.WaitForAsync<CreativeReviewed>(m => m.CreativeVersion == 3);
        Assert.Equal((ReviewDecision.ChangesRequested, "Anna", null), (stopped.Decision, stopped.Reviewer, stopped.Serving));
        (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" })).EnsureSuccessStatusCode();
        Assert.Equal("Calms the evening", (await desk.App.WaitForAsync<CreativeReviewed>(m => m.CreativeVersion == 4)).Serving!.Texts["headline"]);
    }

    [Fact]
    public async Task A_draft_is_decided_about_only_once_it_is_submitted()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: One));
        var (id, _) = await FindAsync(desk, FormatIds.Display300x250, "en", "benefit");
        (await EditAsync(desk, id, 1, new { headline = "Calms the evening" }, draft: true)).EnsureSuccessStatusCode();
        using var early = await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" });
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal(1, (await desk.ListAsync("&status=draft")).GetProperty("total").GetInt32());
        using var submitted = await desk.PostAsync($"/v1/creatives/{id}/submissions", new { editor = "Anna", comment = "ready" });
        Assert.Equal(HttpStatusCode.Created, submitted.StatusCode);
        using var again = await desk.PostAsync($"/v1/creatives/{id}/submissions", new { editor = "Anna" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Bernard" })).EnsureSuccessStatusCode();
        var history = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/history");
        Assert.Equal(
            ["generated ", "changed status", "changed texts.headline", "changed status", "approved "],
            history.GetProperty("entries").EnumerateArray().Select(e => $"{e.GetProperty("kind").GetString()} {e.GetProperty("field").GetString()}"));
    }

    private static Desk? shared;
    private static readonly SemaphoreSlim Opening = new(1);

    /// <summary>For refusals, which change nothing.</summary>
    private static async Task<Desk> SharedAsync()
    {
        await Opening.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return shared ??= await Desk.OpenAsync(Samples.Command(segments: One));
        }
        finally
        {
            Opening.Release();
        }
    }

    private static Task<HttpResponseMessage> EditAsync(Desk desk, string id, int version, object texts, string? key = null, bool draft = false) =>
        desk.PostAsync($"/v1/creatives/{id}/edits", new { version, editor = "Anna", texts, draft }, key);

    private static async Task<(string Id, JsonElement Creative)> FindAsync(Desk desk, string format, string locale, string angle)
    {
        var item = (await desk.ListAsync($"&format={format}&locale={locale}&angle={angle}")).GetProperty("items")[0];
        return (item.GetProperty("id").GetString()!, item);
    }
}
