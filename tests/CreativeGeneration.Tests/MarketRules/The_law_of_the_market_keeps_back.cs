using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.CreativeGeneration.Tests.Writing.Model;

namespace AdPlatform.CreativeGeneration.Tests.MarketRules;

public sealed class The_law_of_the_market_keeps_back
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public async Task A_discount_without_the_price_before_and_lets_the_others_through()
    {
        var brief = Samples.Tea();
        await using var desk = await Desk.OpenAsync(Samples.Command(brief with { Offer = brief.Offer! with { PriorPrice = null } }, segments: [Samples.Segments()[0]]));
        var offer = (await desk.ListAsync($"&format={FormatIds.Display300x250}&angle=offer&limit=1")).GetProperty("items")[0].GetProperty("id").GetString();
        using var refused = await desk.PostAsync($"/v1/creatives/{offer}/reviews", new { decision = "approved", reviewer = "Anna" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var reason = Assert.Single((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("offer.priorPrice").EnumerateArray()).GetString();
        Assert.Equal("eu-prior-price (FR): announces a discount without the lowest price of the 30 days before [Directive 98/6/EC, Art. 6a, since 2022-05-28]", reason);

        using var rest = await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" });
        var result = await rest.Content.ReadFromJsonAsync<JsonElement>();
        var back = result.GetProperty("keptBack").EnumerateArray().ToList();
        Assert.Contains(offer, back.Select(b => b.GetProperty("creativeId").GetString()));
        Assert.All(back, b => Assert.Equal("rules", b.GetProperty("code").GetString()));
        Assert.Equal(desk.Generated.Creatives.Count - back.Count, result.GetProperty("approved").GetInt32());
        Assert.True(result.GetProperty("approved").GetInt32() > 0);
        using var many = await desk.PostAsync("/v1/creatives/reviews", new { decision = "approved", reviewer = "Anna", ids = new[] { offer } });
        Assert.Equal("rules", Assert.Single((await many.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()).GetProperty("outcome").GetString());
        // Whoever sends it back may do so whatever the law says.
        using var no = await desk.PostAsync($"/v1/creatives/{offer}/reviews", new { decision = "rejected", reviewer = "Anna", comment = "no prior price" });
        Assert.Equal(HttpStatusCode.Created, no.StatusCode);
    }

    [Fact]
    public async Task Lineage_tells_each_decision_with_source_and_date_and_the_serving_form_who_pays_and_how_it_was_made()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(segments: [Samples.Segments()[0]]));
        var id = (await desk.ListAsync($"&format={FormatIds.Display300x250}&angle=offer&limit=1")).GetProperty("items")[0].GetProperty("id").GetString();
        var lineage = await desk.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/lineage");
        Assert.Equal(
            [("eu-ai-act-marking", "met"), ("eu-ai-act-deep-fake", "exempt"), ("eu-prior-price", "met"), ("eu-who-paid", "met")],
            lineage.GetProperty("disclosures").EnumerateArray().Select(d => (d.GetProperty("rule").GetString(), d.GetProperty("outcome").GetString())));
        Assert.All(lineage.GetProperty("disclosures").EnumerateArray(), d => Assert.Equal("FR", Assert.Single(d.GetProperty("markets").EnumerateArray()).GetString()));
        (await desk.PostAsync($"/v1/creatives/{id}/reviews", new { decision = "approved", reviewer = "Anna" })).EnsureSuccessStatusCode();
        var told = (await desk.App.WaitForAsync<Contracts.CreativeGeneration.V1.CreativeReviewed>()).Serving!.Disclosed!;
        Assert.Equal(("Maison Verte", "Maison Verte", "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"), (told.OnBehalfOf, told.PaidBy, told.DigitalSourceType));
        var svg = await desk.Owner.GetStringAsync(lineage.GetProperty("assetSha256").GetString() is { } sha ? $"/v1/assets/{sha}.svg" : "");
        Assert.Contains("Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_category_needs_eyes_whatever_the_text()
    {
        var brief = Samples.Tea();
        await using var desk = await Desk.OpenAsync(Samples.Command(brief with { Advertiser = brief.Advertiser with { Category = "211" }, Geographies = ["GB"] }, segments: [Samples.Segments()[0]]));
        var page = await desk.ListAsync("&needsEyes=true&limit=200");
        Assert.Equal(desk.Generated.Creatives.Count, page.GetProperty("total").GetInt32());
        Assert.All(page.GetProperty("items").EnumerateArray(), i => Assert.Contains("sensitive-category", i.GetProperty("needsEyes").EnumerateArray().Select(r => r.GetProperty("code").GetString())));
    }

    [Theory]
    // Category, market, mandatory text, by whom, the rule and what it says.
    [InlineData("211", "LT", null, true, "lt-alcohol", "NotMet")]
    [InlineData("211", "NO", null, true, "no-alcohol", "NotMet")]
    [InlineData("211", "FR", null, true, "fr-alcohol", "NotMet")]
    [InlineData("211", "FR", "L'abus d'alcool est dangereux pour la santé, à consommer avec modération.", true, "fr-alcohol", "Met")]
    [InlineData("211", "GB", null, true, "alcohol-content", "Met")]
    [InlineData("211", "GB", null, false, "alcohol-content", "PersonOnly")]
    [InlineData("181", "IT", null, true, "it-gambling", "NotMet")]
    [InlineData("181", "BE", null, true, "be-gambling", "NotMet")]
    [InlineData("181", "FR", "joueurs-info-service.fr (09 74 75 13 13)", true, "fr-gambling", "Met")]
    [InlineData("181", "ES", null, false, "gambling-licence", "PersonOnly")]
    [InlineData("320", "DE", null, true, "de-medicines", "NotMet")]
    [InlineData("320", "DE", "Zu Risiken und Nebenwirkungen lesen Sie die Packungsbeilage.", true, "de-medicines", "Met")]
    [InlineData("320", "IE", null, true, "eu-medicines", "NotMet")]
    [InlineData("387", "IE", null, true, "eu-political-label", "NotMet")]
    [InlineData("387", "US", null, false, "political-content", "PersonOnly")]
    public void By_category_and_market(string category, string market, string? print, bool person, string rule, string outcome)
    {
        var brief = Samples.Tea();
        var decided = Judging.Decide(Case(brief with { Advertiser = brief.Advertiser with { Category = category }, Geographies = [market, "US"] }, print) with { ByPerson = person }, Today);
        Assert.Equal(outcome, decided.Single(d => d.Rule == rule).Outcome.ToString());
    }

    [Theory]
    [InlineData("2026-08-01", false, null)]
    [InlineData("2026-08-02", false, "NotMet")]
    [InlineData("2026-08-02", true, "Met")]
    public void A_models_words_without_a_mark_since_the_AI_Act_applies(string day, bool marked, string? outcome)
    {
        var decided = Judging.Decide(Case(Samples.Tea(), null) with { ByModel = true, Marked = marked }, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(outcome, decided.SingleOrDefault(d => d.Rule == "eu-ai-act-marking")?.Outcome.ToString());
    }

    [Theory]
    [InlineData(false, false, true, "Exempt", "drawn from shapes")]
    [InlineData(true, false, false, "Exempt", "the advertiser's library")]
    [InlineData(true, true, true, "Exempt", "a named person has seen")]
    [InlineData(false, true, false, "PersonOnly", "a person must see")]
    public void A_models_picture_that_nobody_has_looked_at(bool library, bool model, bool person, string outcome, string reason)
    {
        var decided = Judging.Decide(Case(Samples.Tea(), null) with { ByPerson = person, Pictures = Origins(library, model) }, Today).Single(d => d.Rule == "eu-ai-act-deep-fake");
        Assert.Equal(outcome, decided.Outcome.ToString());
        Assert.Contains(reason, decided.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grammar", false, false, "algorithmicMedia")]
    [InlineData("grammar", true, false, "composite")]
    [InlineData("grammar", false, true, "trainedAlgorithmicMedia")]
    [InlineData("grammar", true, true, "compositeSynthetic")]
    [InlineData("model", false, false, "trainedAlgorithmicMedia")]
    [InlineData("model", true, false, "compositeSynthetic")]
    public void The_mark_tells_of_words_and_pictures(string writer, bool library, bool model, string type) =>
        Assert.Equal($"http://cv.iptc.org/newscodes/digitalsourcetype/{type}", Marking.SourceType(writer, Origins(library, model)));

    [Theory]
    [InlineData("trainedAlgorithmicMedia", "trainedAlgorithmicMedia", "PersonOnly")]
    [InlineData("compositeSynthetic", "trainedAlgorithmicMedia", "PersonOnly")]
    [InlineData("digitalCapture", "composite", "Exempt")]
    public void A_picture_that_came_with_a_models_mark_counts_as_a_models(string mark, string type, string outcome)
    {
        PictureOrigin[] pictures = [new("library", "a", "ast_1", Marked: $"http://cv.iptc.org/newscodes/digitalsourcetype/{mark}")];
        Assert.Equal($"http://cv.iptc.org/newscodes/digitalsourcetype/{type}", Marking.SourceType("grammar", pictures));
        Assert.Equal(outcome, Judging.Decide(Case(Samples.Tea(), null) with { ByPerson = false, Pictures = pictures }, Today).Single(d => d.Rule == "eu-ai-act-deep-fake").Outcome.ToString());
    }

    private static IReadOnlyList<PictureOrigin> Origins(bool library, bool model) =>
        [.. library ? [new PictureOrigin("library", "a")] : Array.Empty<PictureOrigin>(), .. model ? [new PictureOrigin("model", "b", Model: "painter-1")] : Array.Empty<PictureOrigin>()];

    [Fact]
    public void A_payer_who_is_not_named()
    {
        var brief = Samples.Tea();
        brief = brief with { Advertiser = brief.Advertiser with { Payer = "Herbes Réunies" } };
        Assert.Equal(Outcome.NotMet, Judging.Decide(Case(brief, "Enjoy."), Today).Single(d => d.Rule == "eu-who-paid").Outcome);
        Assert.Equal(Outcome.Met, Judging.Decide(Case(brief, "Paid for by Herbes Réunies."), Today).Single(d => d.Rule == "eu-who-paid").Outcome);
    }

    [Fact]
    public async Task But_a_models_words_are_marked_in_the_file()
    {
        var studio = await A_model_only_adds_candidates.RunAsync(
            StubModel.Saying(StubModel.Copy(["Solène calms your evening"], ["Meet the herbal tea that calms the evening."], "f1", "brief.product")),
            brief: Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Display300x250] });
        Assert.Contains(studio.Drafts, d => d.Writer == "model");
        Assert.All(studio.Drafts, d => Assert.Contains(d.Writer == "model" ? "digitalsourcetype/trainedAlgorithmicMedia" : "digitalsourcetype/algorithmicMedia", d.Artwork!.Svg, StringComparison.Ordinal));
    }

    private static RuleCase Case(CampaignBrief brief, string? print) => new(
        brief, FormatCatalogue.Find(FormatIds.Display300x250)!, "fr", new Dictionary<string, string> { [Roles.Headline] = "Solène", [Roles.Disclosure] = "Publicité" }, print, new HashSet<string> { "brief.product" },
        ByModel: false, Marked: true, ByPerson: true);
}
