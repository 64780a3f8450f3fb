using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.Tests.Localising;

public sealed class A_language_without_grammar_is_translated
{
    private static readonly IReadOnlyList<Contracts.AudienceProfiling.V1.AudienceSegment> One = [Samples.Segments()[0]];

    internal static readonly CampaignBrief Brief = Samples.Tea() with
    {
        Locales = ["en", "pl", "bg"],
        Formats = [FormatIds.Display300x250, FormatIds.Native, FormatIds.ResponsiveSearch],
        Brand = Samples.Tea().Brand with { MandatoryText = new Dictionary<string, string>() },
    };

    [Fact]
    public async Task With_its_facts_its_source_and_its_translation_back_in_the_lineage_and_a_person_looks_at_it()
    {
        var translator = new StubTranslator();
        await using var desk = await Desk.OpenAsync(Samples.Command(Brief, One), model: translator.Client());
        Assert.Equal(["bg", "en", "pl"], desk.Generated.Creatives.Select(c => c.Locale).Distinct().Order());
        Assert.Equal(3 * (2 * 3 + 1), desk.Generated.Creatives.Count);
        foreach (var (locale, disclosure, price) in new[] { ("pl", "Reklama", "12\u00A0€"), ("bg", "Реклама", "12\u00A0€") })
        {
            var creatives = (await desk.ListAsync($"&locale={locale}&limit=50")).GetProperty("items").EnumerateArray().ToList();
            Assert.Equal(7, creatives.Count);
            Assert.All(creatives, c => Assert.Contains("model-written", c.GetProperty("needsEyes").EnumerateArray().Select(r => r.GetProperty("code").GetString())));
            var native = creatives.First(c => c.GetProperty("format").GetString() == FormatIds.Native);
            Assert.Equal((disclosure, price), (native.GetProperty("texts").GetProperty("disclosure").GetString(), native.GetProperty("texts").GetProperty("price").GetString()));

            var lineage = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{native.GetProperty("id").GetString()}/lineage");
            Assert.Equal(("model", "default"), (lineage.GetProperty("writer").GetString(), lineage.GetProperty("writerVersion").GetString()));
            var headline = lineage.GetProperty("phrases").EnumerateArray().Single(p => p.GetProperty("role").GetString() == "headline");
            Assert.StartsWith("translated:", headline.GetProperty("rule").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(headline.GetProperty("facts").EnumerateArray());
            Assert.Equal(64, headline.GetProperty("promptSha256").GetString()!.Length);
            Assert.Equal("en", headline.GetProperty("translation").GetProperty("locale").GetString());
            Assert.Equal(headline.GetProperty("translation").GetProperty("source").GetString(), headline.GetProperty("translation").GetProperty("back").GetString());

            var banner = creatives.First(c => c.GetProperty("format").GetString() == FormatIds.Display300x250);
            Assert.Contains($"xml:lang=\"{locale}\"", await desk.Owner.GetStringAsync(banner.GetProperty("assetUrl").GetString()), StringComparison.Ordinal);
        }
        // Names and the figures of the offer never reach the translator as words, and nobody's segments do.
        Assert.All(translator.Prompts, p => Assert.DoesNotContain("Evening drama", p, StringComparison.Ordinal));
        Assert.Contains(translator.Prompts, p => p.Contains("\"marks\":{\"{", StringComparison.Ordinal));

        var edited = (await desk.ListAsync($"&locale=pl&format={FormatIds.Display300x250}")).GetProperty("items")[0].GetProperty("id").GetString();
        using var refused = await EditAsync(desk, edited!, "Sprawdź 99 smaków");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("unsupported-number: 99", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var taken = await EditAsync(desk, edited!, "Solène koi wieczór");
        Assert.True(taken.StatusCode == HttpStatusCode.Created, await taken.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_a_model_it_is_refused_at_the_door_and_so_is_one_that_could_not_be_checked()
    {
        await using var app = await Desk.StartAsync();
        await app.PublishAsync(Samples.Command(Brief, One));
        var failed = await app.WaitForAsync<CreativeGenerationFailed>();
        Assert.Equal("locales[1]", failed.Field);
        Assert.Contains("no model that translates", failed.Reason, StringComparison.Ordinal);
        var (_, fault) = Translations.Open(Brief with { Locales = ["en", "th"] }, new StubTranslator().Client());
        Assert.Equal("locales[1]", fault!.Field);
        Assert.Contains("could not be checked", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_be_said_word_by_word_is_not_translated()
    {
        var (_, fault) = Translations.Open(Brief with { Brand = Samples.Tea().Brand }, new StubTranslator().Client());
        Assert.Equal("brand.mandatoryText", fault!.Field);
        Assert.Contains("\"pl\" (locales[1])", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_languages_written_here_are_those_that_the_door_of_campaigns_knows()
    {
        Assert.All(WrittenLanguages.All, l => Assert.NotNull(Grammars.For(l)));
        Assert.True(WrittenLanguages.Has("fr-CA"));
        Assert.False(WrittenLanguages.Has("pt-PT"));
        Assert.All(TargetLanguage.Languages, l => Assert.True(l == "pt" || !WrittenLanguages.Has(l)));
    }

    [Fact]
    public void Every_letter_of_what_is_printed_there_is_measured_and_fits()
    {
        foreach (var language in TargetLanguage.Languages)
        {
            var target = TargetLanguage.For(language == "pt" ? "pt-PT" : language)!;
            Assert.InRange(target.Labels.Disclosure.Length, 1, 12);
            Assert.All(target.Buttons, b => Assert.InRange(b.Length, 1, 15));
            foreach (var text in target.Buttons.Append(target.Labels.Disclosure))
            {
                Assert.Equal(text.Normalize(), text);
                Assert.True(FontMetrics.Measure(text.Replace(" ", "", StringComparison.Ordinal), 1, Weight.Bold) < text.Length * 0.99, $"{text}: a letter has no width");
                Assert.All(text.EnumerateRunes().Where(System.Text.Rune.IsLetter), r => Assert.True(target.Has(r), text));
            }
            Assert.Equal("2026", System.Text.RegularExpressions.Regex.Match(target.Date(new(2026, 12, 31)), "2026").Value);
            Assert.Contains("31", target.Date(new(2026, 12, 31)), StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> EditAsync(Desk desk, string id, string headline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/creatives/{id}/edits") { Content = JsonContent.Create(new { version = 1, editor = "Anna", texts = new { headline } }) };
        request.Headers.Add("Idempotency-Key", Ids.New(desk.App.Clock.GetUtcNow()).ToString());
        return await desk.Owner.SendAsync(request);
    }
}
