using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Tests.MarketRules;

/// <summary>Regulation (EU) 2024/900.</summary>
public sealed class Political_advertising_tells_whose_it_is
{
    private const string Label = "Political advertisement · Sponsored by Alliance Verte (Fondation Rive) · Municipal elections, 15 March 2027 · maisonverte.example/transparency";

    private static readonly CampaignBrief Brief = Samples.Tea() with
    {
        Locales = ["en", "fr"],
        Formats = [FormatIds.Native, FormatIds.Display970x250, FormatIds.Display320x50],
        Geographies = ["FR"],
        Brand = Samples.Tea().Brand with { MandatoryText = new Dictionary<string, string>() },
        Political = new()
        {
            Sponsor = "Alliance Verte", SponsorEmail = "contact@maisonverte.example", SponsorAddress = "1 rue de la Paix, Paris", SponsorCountry = "FR", ControlledBy = "Fondation Rive",
            Process = "Municipal elections, 15 March 2027", VoteOn = new(2027, 3, 15), NoticeUrl = "https://www.maisonverte.example/transparency/",
        },
    };

    [Fact]
    public async Task In_the_creative_and_a_person_may_approve_it_where_the_label_stands_whole()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command(Brief, [Samples.Segments()[0]]));
        var native = await FirstAsync(desk, FormatIds.Native);
        Assert.Equal(Label, native.GetProperty("texts").GetProperty("legal").GetString());
        Assert.Contains("sensitive-category", native.GetProperty("needsEyes").EnumerateArray().Select(r => r.GetProperty("code").GetString()));
        using var approved = await ReviewAsync(desk, native);
        Assert.True(approved.StatusCode == HttpStatusCode.Created, await approved.Content.ReadAsStringAsync());
        Assert.Equal("Alliance Verte", (await desk.App.WaitForAsync<CreativeReviewed>()).Serving!.Disclosed!.PaidBy);
        using var banner = await ReviewAsync(desk, await FirstAsync(desk, FormatIds.Display970x250));
        Assert.True(banner.StatusCode == HttpStatusCode.Created, await banner.Content.ReadAsStringAsync());

        using var refused = await ReviewAsync(desk, await FirstAsync(desk, FormatIds.Display320x50));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var reasons = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("formats").EnumerateArray().Select(r => r.GetString()!).ToList();
        Assert.Contains(reasons, r => r.StartsWith("eu-political-label (FR): display-320x50 has no place for the label [Regulation (EU) 2024/900", StringComparison.Ordinal) && r.EndsWith("since 2025-10-10]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task But_by_its_category_alone_it_is_kept_back_with_the_field_and_the_reason()
    {
        var brief = Samples.Tea();
        await using var desk = await Desk.OpenAsync(Samples.Command(brief with { Advertiser = brief.Advertiser with { Category = "387" }, Formats = [FormatIds.Native], Locales = ["en"] }, [Samples.Segments()[0]]));
        using var refused = await ReviewAsync(desk, await FirstAsync(desk, FormatIds.Native));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("names neither the sponsor nor the notice", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Missing => new()
    {
        { "sponsor", "eu-political-label", "political.sponsor" }, { "print", "eu-political-label", "formats" }, { "an older label", "eu-political-label", "creative" },
        { "notice", "eu-political-notice", "political.noticeUrl" }, { "notice elsewhere", "eu-political-notice", "political.noticeUrl" }, { "e-mail", "eu-political-notice", "political.sponsorEmail" },
        { "address", "eu-political-notice", "political.sponsorAddress" }, { "country", "eu-political-sponsor", "political.sponsorCountry" }, { "a sponsor of the Union", "eu-political-sponsor", "political.sponsorCountry" },
        { "consent to segments", "eu-political-targeting", "targeting.segments" }, { "consent to interests", "eu-political-targeting", "targeting.interests" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_the_law_asks_for_and_is_not_there(string missing, string rule, string field)
    {
        var political = Brief.Political!;
        var (brief, print) = missing switch
        {
            "sponsor" => (With(political with { Sponsor = null }), (string?)Label),
            "print" => (Brief, null),
            "an older label" => (Brief, "Political advertisement · Sponsored by Another · maisonverte.example/transparency"),
            "notice" => (With(political with { NoticeUrl = null }), Label),
            "notice elsewhere" => (With(political with { NoticeUrl = "https://evil.example/transparency" }), Label),
            "e-mail" => (With(political with { SponsorEmail = null }), Label),
            "address" => (With(political with { SponsorAddress = " " }), Label),
            "country" => (With(political with { SponsorCountry = null }), Label),
            "a sponsor of the Union" => (With(political with { SponsorCountry = "US" }), Label),
            "consent to segments" => (Brief with { Targeting = new() { Segments = ["seg_1"] } }, Label),
            _ => (Brief with { Targeting = new() { Interests = ["News"] } }, Label),
        };
        var found = Judging.Decide(Case(brief, print), new(2026, 11, 25)).Single(d => d.Rule == rule);
        Assert.Equal((Outcome.NotMet, field), (found.Outcome, found.Field));
        Assert.DoesNotContain(Judging.Decide(Case(brief, print), new(2025, 10, 9)), d => d.Rule == rule);
        Assert.DoesNotContain(Judging.Decide(Case(brief with { Geographies = ["US"] }, print), new(2026, 11, 25)), d => d.Rule == rule);
    }

    [Fact]
    public void All_of_it_is_met_and_a_vote_that_is_far_off_asks_no_country()
    {
        foreach (var brief in new[] { Brief, With(Brief.Political! with { SponsorCountry = "US", VoteOn = new(2027, 6, 1) }) })
            Assert.All(Judging.Decide(Case(brief, Label), new(2026, 11, 25)).Where(d => d.Rule.StartsWith("eu-political", StringComparison.Ordinal)), d => Assert.True(d.Outcome == Outcome.Met, d.ToString()));
    }

    [Fact]
    public async Task What_is_known_of_viewers_steers_nothing_of_it()
    {
        async Task<List<string>> ArgumentsAsync(CampaignBrief brief)
        {
            var (studio, fault) = Studio.Open(Samples.Command(brief with { Formats = [FormatIds.Native], Locales = ["en"] }), new CreativeGenerationOptions(), [new GroundedWriter()]);
            Assert.Null(fault);
            await studio!.WriteAsync(studio.Cells[0], new WritingSession(0), CancellationToken.None);
            Assert.Null(studio.Compose(studio.Cells[0]));
            return [.. studio.Drafts.GroupBy(d => d.SegmentName).Select(g => string.Join(',', g.Select(d => d.Slot.Key).Order()))];
        }
        Assert.Single((await ArgumentsAsync(Brief)).Distinct());
        Assert.True((await ArgumentsAsync(Brief with { Political = null })).Distinct().Count() > 1, "the segments do not differ anyhow");
    }

    private static CampaignBrief With(PoliticalAdvertising political) => Brief with { Political = political };

    private static RuleCase Case(CampaignBrief brief, string? print) => new(
        brief, FormatCatalogue.Find(FormatIds.Native)!, "en", new Dictionary<string, string> { [Roles.Headline] = "Solène", [Roles.Disclosure] = "Ad" }, print, new HashSet<string> { "brief.product" },
        ByModel: false, Marked: true, ByPerson: true);

    private static async Task<JsonElement> FirstAsync(Desk desk, string format) => (await desk.ListAsync($"&format={format}&locale=en&limit=1")).GetProperty("items")[0];

    private static Task<HttpResponseMessage> ReviewAsync(Desk desk, JsonElement creative) =>
        desk.PostAsync($"/v1/creatives/{creative.GetProperty("id").GetString()}/reviews", new { decision = "approved", reviewer = "Anna" });
}
