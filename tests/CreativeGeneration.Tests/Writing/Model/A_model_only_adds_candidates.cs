using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.Model;
using AdPlatform.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.Tests.Writing.Model;

public sealed class A_model_only_adds_candidates
{
    private static readonly CampaignBrief Brief = Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Native] };

    [Fact]
    public async Task Its_supported_phrases_come_in_and_are_known_as_its_own()
    {
        var studio = await RunAsync(StubModel.Saying(StubModel.Copy(["Solène calms your evening"], ["Meet the herbal tea that calms the evening."], "f1", "brief.product")));
        Assert.Contains(studio.Cells.SelectMany(c => c.Pools).SelectMany(p => p.Headlines), h => h.Text == "Solène calms your evening");
        var written = studio.Drafts.Where(d => d.Writer == "model").ToList();
        Assert.All(written, d => Assert.Equal("default", d.WriterVersion));
        Assert.Equal(9, studio.Drafts.Count);
    }

    [Fact]
    public async Task Its_invented_facts_are_dropped_with_their_reasons_after_one_repair_try()
    {
        var model = StubModel.Saying(StubModel.Copy(["Solène: now 30% off", "The best tea in the world"], ["Cures insomnia in 3 days."], "f1"));
        var studio = await RunAsync(model);
        foreach (var reason in new[] { Codes.UnsupportedNumber, Codes.UnsupportedSuperlative, Codes.UnsupportedWord }) Assert.True(studio.Rejections.Counts.ContainsKey(reason), reason);
        Assert.All(studio.Drafts, d => Assert.Equal("grounded", d.Writer));
        Assert.Equal(2 * Slot.Of(studio.Cells[0].Facts).Count, model.Calls);
    }

    [Fact]
    public async Task A_repaired_phrase_is_used()
    {
        var studio = await RunAsync(new StubModel((messages, _) => Task.FromResult(messages.Any(m => m.Role == ChatRole.Assistant)
            ? StubModel.Copy(["Solène calms the evening"], ["Solène calms the evening."], "f1", "brief.product") : StubModel.Copy(["Solène heals the evening"], ["Solène heals."], "f1"))));
        Assert.Contains(studio.Cells.SelectMany(c => c.Pools).SelectMany(p => p.Headlines), h => h.Text == "Solène calms the evening" && h.Rule == "model");
    }

    [Fact]
    public async Task A_text_that_cites_too_little_cites_what_it_rests_on_and_one_that_nothing_carries_is_dropped()
    {
        var studio = await RunAsync(StubModel.Saying(StubModel.Copy(["Solène: ready in three minutes"], ["Solène calms the evening.", "Solène calms the evening in 2 minutes."], "f5")));
        var headline = studio.Cells[0].Pools.SelectMany(p => p.Headlines).First(h => h.Rule == "model");
        Assert.Equal(["f4", "brief.product"], headline.Facts);
        Assert.Equal(["Solène calms the evening."], studio.Cells[0].Pools.SelectMany(p => p.Bodies).Where(h => h.Rule == "model").Select(b => b.Text).Distinct());
        Assert.Contains(studio.Rejections.First, r => r.Text.EndsWith("2 minutes.", StringComparison.Ordinal) && r.Violation.Code == Codes.UnsupportedNumber);
    }

    [Fact]
    public async Task A_model_with_a_prompt_of_its_own_is_asked_in_it()
    {
        List<string> asked = [];
        var model = new StubModel((messages, _) =>
        {
            lock (asked) asked.Add(Assert.Single(messages).Text);
            return Task.FromResult("""{"copy":"20% off, ready in three minutes | Solène calms the evening. | dog food selling fast"}""");
        });
        var studio = await RunAsync(model, new() { Retries = 0, Template = "product={kind}; feature={argument}; for={identity}; offer={discount} off =>" });
        Assert.Contains("product=herbal tea; feature=a blend of 12 organic herbs from Provence; for=grown by six families; offer=20% off =>", asked);
        var came = studio.Cells[0].Pools.SelectMany(p => p.Headlines.Concat(p.Bodies)).Where(p => p.Rule == "model").ToList();
        Assert.Equal(["20% off, ready in three minutes", "Solène calms the evening."], came.Select(p => p.Text).Distinct());
        Assert.Equal(["f4", "offer"], came[0].Facts.Order());
        Assert.Contains(studio.Rejections.First, r => r.Text == "dog food selling fast" && r.Violation.Code == Codes.UnsupportedWord);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "garbage", Codes.ModelGarbage }, { "wrong form", Codes.ModelGarbage }, { "endless", Codes.ModelGarbage }, { "throws", Codes.ModelDown }, { "hangs", Codes.ModelTimeout },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Its_failure_costs_candidates_and_is_counted(string fault, string reason)
    {
        var studio = await RunAsync(new StubModel(async (_, cancellation) =>
        {
            if (fault == "hangs") await Task.Delay(Timeout.Infinite, cancellation);
            return fault switch
            {
                "garbage" => "Sure! Here is your copy: <b>Buy</b>",
                "wrong form" => """{"headlines":[{"text":5}],"bodies":"none"}""",
                "endless" => new string('x', 10_000_000),
                _ => throw new HttpRequestException("down"),
            };
        }), new() { Retries = 1, Timeout = TimeSpan.FromSeconds(fault == "hangs" ? 1 : 60), CampaignTimeout = TimeSpan.FromSeconds(fault == "hangs" ? 1 : 120) });
        Assert.Contains(reason, studio.Rejections.Counts.Keys);
        Assert.Equal(9, studio.Drafts.Count);
        Assert.All(studio.Drafts, d => Assert.Equal("grounded", d.Writer));
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_left_alone()
    {
        var model = new StubModel((_, _) => throw new HttpRequestException("down"));
        var options = new ModelOptions { Retries = 0 };
        using var writer = new ModelWriter(Options.Create(options), new ManualClock(DateTimeOffset.UnixEpoch), model);
        for (var i = 0; i < 5; i++) await RunAsync(writer, Brief);
        Assert.InRange(model.Calls, 4, 14);
    }

    [Fact]
    public async Task The_token_budget_is_taken_before_it_is_spent_and_holds()
    {
        var model = StubModel.Saying(StubModel.Copy(["Solène calms the evening"], ["Solène calms the evening."], "f1", "brief.product"));
        var session = new WritingSession(TimeProvider.GetTimestamp());
        var studio = await RunAsync(model, new() { TokensPerCampaign = 3000 }, session);
        Assert.InRange(session.Spent, 1, 3000);
        Assert.InRange(model.Calls, 1, 4);
        Assert.Contains(Codes.ModelBudget, studio.Rejections.Counts.Keys);
        Assert.Equal(9, studio.Drafts.Count);
    }

    [Fact]
    public void Nothing_of_a_person_a_segment_or_another_tenant_is_in_a_prompt()
    {
        var (studio, _) = Studio.Open(Samples.Command(Brief), new CreativeGenerationOptions(), [new GroundedWriter()]);
        var prompt = string.Join('\n', Slot.Of(studio!.Cells[0].Facts).SelectMany(s => ModelPrompt.Ask(s, studio.Cells[0].Facts)).Select(m => m.Text));
        foreach (var secret in new[] { "Evening drama", "Documentary lovers", "acc_a", "acc_p", Samples.Campaign.ToString(), "40000" }) Assert.DoesNotContain(secret, prompt, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_options_have_their_documented_defaults()
    {
        var o = new ModelOptions();
        Assert.Equal((null, "none", "default", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60), 60_000, 600, 4, 2, TimeSpan.FromSeconds(30), false, (string?)null),
            (o.Endpoint, o.ApiKey, o.Model, o.Timeout, o.CampaignTimeout, o.TokensPerCampaign, o.TokensPerAnswer, o.Concurrency, o.Retries, o.Break, o.BoundedSchema, o.Template));
    }

    internal static async Task<Studio> RunAsync(IChatClient model, ModelOptions? options = null, WritingSession? session = null, CampaignBrief? brief = null)
    {
        using var writer = new ModelWriter(Options.Create(options ?? new() { Retries = 0 }), TimeProvider, model);
        return await RunAsync(writer, brief ?? Brief, session);
    }

    internal static async Task<Studio> RunAsync(ModelWriter writer, CampaignBrief brief, WritingSession? session = null)
    {
        var (studio, fault) = Studio.Open(Samples.Command(brief), new CreativeGenerationOptions(), [new GroundedWriter(), writer]);
        Assert.True(fault is null, fault?.ToString());
        session ??= new WritingSession(TimeProvider.GetTimestamp());
        foreach (var cell in studio!.Cells) await studio.WriteAsync(cell, session, CancellationToken.None);
        foreach (var cell in studio.Cells) Assert.Null(studio.Compose(cell));
        return studio;
    }

#pragma warning disable RS0030 // Time-outs of the writer run against real time here.
    private static TimeProvider TimeProvider => System.TimeProvider.System;
#pragma warning restore RS0030
}
