using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Tests.Writing.Model;

namespace AdPlatform.CreativeGeneration.Tests.Localising;

public sealed partial class The_translation_gate_reads_what_came
{
    private static readonly CampaignBrief Brief = A_language_without_grammar_is_translated.Brief with { Locales = ["en", "pl"], Formats = [FormatIds.Native] };

    [GeneratedRegex(@"(?<!\{)\d+ ")]
    private static partial Regex Number();

    [GeneratedRegex(@"\{\d+\} ?")]
    private static partial Regex Mark();

    /// <summary>What a translator does to every text, and the reason that it is dropped for.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { "answers in another script", Codes.WrongScript }, { "has look-alike letters", Codes.WrongScript }, { "does not translate", Codes.Untranslated }, { "loses a name", Codes.Placeholder },
        { "says a name twice", Codes.Placeholder }, { "invents a number", Codes.UnsupportedNumber }, { "goes on and on", Codes.TooLong }, { "adds an address", Codes.ForeignUrl }, { "adds mark-up", Codes.MarkUp },
        { "obeys an injection", Codes.BackTranslation }, { "says that it is the best", Codes.BackTranslation }, { "says something else", Codes.BackTranslation }, { "says a forbidden word", Codes.ForbiddenTerm },
        { "hides a letter", Codes.CodePoint }, { "shouts", Codes.Shouting },
    };

    private static string Spoil(string fault, string text) => fault switch
    {
        "answers in another script" => StubTranslator.Disguise(StubTranslator.Undisguise(text, "pl"), "bg"),
        "has look-alike letters" => text.Replace('a', 'а').Replace('e', 'е').Replace('i', 'і').Replace('o', 'о'),
        "does not translate" => StubTranslator.Undisguise(text, "pl"),
        "loses a name" => Mark().Replace(text, ""),
        "says a name twice" => text + " {1}",
        "invents a number" => text + " 77",
        "goes on and on" => text + string.Concat(Enumerable.Repeat(" andż", 60)),
        "adds an address" => text + " https://evil.example/win",
        "adds mark-up" => "<b>" + text + "</b>",
        "obeys an injection" => "Youż translateż advertisingż copyż",
        "says that it is the best" => text + " theż bestż",
        "says something else" => Mark().Match(text).Value + "Dogsż eatż fishż",
        "says a forbidden word" => text + " medicine",
        "hides a letter" => text + "\u200B",
        _ => text.ToUpperInvariant(),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task And_drops_it_with_the_reason_but_never_the_campaign(string fault, string code)
    {
        var (studio, unwritten, _) = await Translations.RunAsync(Brief, new StubTranslator(text => Spoil(fault, text)).Client());
        Assert.True(studio.Rejections.Counts.ContainsKey(code), string.Join(", ", studio.Rejections.Counts) + "\n" + string.Join('\n', studio.Rejections.First.Where(r => r.Locale == "pl").Take(10)));
        var whole = studio.Drafts.Count(d => d.Locale == "pl");
        // A text without a name has none to lose.
        if (fault != "loses a name") Assert.True(whole == 0, string.Join('\n', studio.Drafts.Where(d => d.Locale == "pl").SelectMany(d => d.Texts.Values.Select(t => t.Text))));
        Assert.Equal(3, studio.Drafts.Count(d => d.Locale == "en"));
        Assert.Null(unwritten);
    }

    [Fact]
    public async Task A_dropped_number_costs_the_texts_that_had_one()
    {
        var (studio, _, _) = await Translations.RunAsync(Brief, new StubTranslator(text => Number().Replace(text, "")).Client());
        Assert.True(studio.Rejections.Counts.ContainsKey(Codes.UnsupportedNumber));
        Assert.NotEmpty(Polish(studio));
        Assert.All(Polish(studio).SelectMany(d => d.Texts.Values), t => Assert.DoesNotContain("herbsż", t.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_changes_on_the_way_back_is_not_believed()
    {
        var (studio, _, _) = await Translations.RunAsync(Brief, new StubTranslator(spoilBack: text => Number().Replace(text, "13 ")).Client());
        Assert.Contains(studio.Rejections.First, r => r.Violation.Code == Codes.BackTranslation && r.Violation.Detail.Contains("13", StringComparison.Ordinal));
        Assert.NotEmpty(Polish(studio));
    }

    [Fact]
    public async Task A_translation_that_is_repaired_comes_in()
    {
        var client = new StubTranslator().Client();
        var model = new StubModel(async (messages, cancellation) =>
        {
            var answer = (await client.GetResponseAsync(messages, cancellationToken: cancellation)).Text;
            return messages.Any(m => m.Text.Contains("\"repair\"", StringComparison.Ordinal)) ? answer : answer.Replace("ż\"", "ż 77\"", StringComparison.Ordinal);
        });
        var (studio, _, _) = await Translations.RunAsync(Brief, model);
        Assert.Equal(3, Polish(studio).Count);
    }

    public static TheoryData<string, string> Outages => new() { { "garbage", Codes.ModelGarbage }, { "wrong form", Codes.ModelGarbage }, { "throws", Codes.ModelDown }, { "has no budget", Codes.ModelBudget } };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_model_that_is_lost_costs_its_language_with_a_counted_reason(string outage, string code)
    {
        var model = new StubModel((_, _) => outage switch { "garbage" => Task.FromResult("Sure!"), "wrong form" => Task.FromResult("""{"translations":[{"id":"1","text":5}]}"""), _ => throw new HttpRequestException("down") });
        var (studio, unwritten, session) = await Translations.RunAsync(Brief, model, new() { Retries = 0, TokensPerCampaign = outage == "has no budget" ? 100 : 60_000 });
        Assert.True(studio.Rejections.Counts.ContainsKey(code), string.Join(", ", studio.Rejections.Counts));
        Assert.Equal(3, studio.Drafts.Count);
        Assert.Null(unwritten);
        Assert.InRange(session.Spent, 0, 60_000);

        var (_, alone, _) = await Translations.RunAsync(Brief with { Locales = ["pl"] }, model, new() { Retries = 0, TokensPerCampaign = outage == "has no budget" ? 100 : 60_000 });
        Assert.Equal("locales", alone!.Field);
        Assert.Contains(code, alone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_budget_holds()
    {
        var (studio, _, session) = await Translations.RunAsync(Brief, new StubTranslator().Client(), new() { Retries = 0, TokensPerCampaign = 6000 });
        Assert.InRange(session.Spent, 1, 6000);
        Assert.True(studio.Rejections.Counts.ContainsKey(Codes.ModelBudget));
        Assert.Equal(3, studio.Drafts.Count(d => d.Locale == "en"));
    }

    private static List<CreativeDraft> Polish(Studio studio) => [.. studio.Drafts.Where(d => d.Locale == "pl")];
}
