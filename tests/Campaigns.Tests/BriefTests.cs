using System.Net;
using System.Text.Json.Nodes;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.Campaigns.Tests;

public sealed class BriefTests(BriefTests.OneApp shared) : IClassFixture<BriefTests.OneApp>
{
    [Theory]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", "null", "name")]
    [InlineData("name", "\"a\u200Bb\"", "name")]
    [InlineData("name", "\"<b>x</b>\"", "name")]
    [InlineData("advertiser", "{\"name\":\"A\",\"domains\":[]}", "advertiser.domains")]
    [InlineData("advertiser", "{\"name\":\"A\",\"domains\":[\"localhost\"]}", "advertiser.domains[0]")]
    [InlineData("advertiser", "{\"name\":\"A\",\"domains\":[\"a.example\"],\"payer\":\"\"}", "advertiser.payer")]
    [InlineData("advertiser", "{\"name\":\"A\",\"domains\":[\"a.example\"],\"payer\":\"B\\u202Eb\"}", "advertiser.payer")]
    [InlineData("product", "{\"name\":{\"de\":\"Tee\"},\"kind\":{\"en\":\"tea\"}}", "product.name.de")]
    [InlineData("facts", "[]", "facts")]
    [InlineData("facts", "[{\"id\":\"a\",\"kind\":\"proof\",\"text\":{\"en\":\"9 of 10\"}}]", "facts[0].source")]
    [InlineData("facts", "[{\"id\":\"a\",\"kind\":\"magic\",\"text\":{\"en\":\"x\"}}]", "facts[0].kind")]
    [InlineData("facts", "[{\"id\":\"a\",\"kind\":\"benefit\"}]", "facts[0].text")]
    [InlineData("offer", "{\"discountPercent\":120}", "offer.discountPercent")]
    [InlineData("offer", "{}", "offer")]
    [InlineData("offer", "{\"price\":{\"amount\":\"9\",\"currency\":\"EUR\"},\"priorPrice\":{\"amount\":\"10\",\"currency\":\"EUR\"},\"discountPercent\":50}", "offer.discountPercent")]
    [InlineData("objective", "\"fame\"", "objective")]
    [InlineData("budget", "{\"amount\":\"0\",\"currency\":\"EUR\"}", "budget.amount")]
    [InlineData("budget", "{\"amount\":\"-5\",\"currency\":\"EUR\"}", "budget.amount")]
    [InlineData("budget", "{\"amount\":\"abc\",\"currency\":\"EUR\"}", "budget")]
    [InlineData("budget", "{\"amount\":\"5\",\"currency\":\"QQQ\"}", "budget.currency")]
    [InlineData("flight", "{\"start\":\"2026-12-25\",\"end\":\"2026-12-01\"}", "flight.end")]
    [InlineData("flight", "{\"start\":\"2026-01-01\",\"end\":\"2026-02-01\"}", "flight.end")]
    [InlineData("flight", "{\"start\":\"2026-13-01\",\"end\":\"2026-02-01\"}", "flight.start")]
    [InlineData("zone", "\"Mars/Olympus\"", "zone")]
    [InlineData("geographies", "[\"France\"]", "geographies[0]")]
    [InlineData("geographies", "[\"FR\",\"FR\"]", "geographies[1]")]
    [InlineData("locales", "[\"english please\"]", "locales[0]")]
    [InlineData("formats", "[\"display-1x1\"]", "formats[0]")]
    [InlineData("targeting", "{\"frequencyCap\":{\"perDay\":0}}", "targeting.frequencyCap.perDay")]
    [InlineData("targeting", "{\"frequencyCap\":{}}", "targeting.frequencyCap")]
    [InlineData("targeting", "{\"frequencyCap\":{\"perMinute\":3,\"perHour\":2}}", "targeting.frequencyCap.perMinute")]
    [InlineData("targeting", "{\"creativeCap\":{\"perHour\":1001}}", "targeting.creativeCap.perHour")]
    [InlineData("targeting", "{\"advertiserCap\":{\"perDay\":9,\"perFlight\":8}}", "targeting.advertiserCap.perDay")]
    [InlineData("targeting", "{\"advertiserCap\":{\"perWeek\":9}}", "targeting.advertiserCap.perWeek")]
    [InlineData("holdout", "0.6", "holdout")]
    [InlineData("political", "{\"sponsor\":\"\"}", "political.sponsor")]
    [InlineData("political", "{\"sponsorEmail\":\"nobody\"}", "political.sponsorEmail")]
    [InlineData("political", "{\"sponsorCountry\":\"France\"}", "political.sponsorCountry")]
    [InlineData("political", "{\"voteOn\":\"2027-03-15\"}", "political.process")]
    [InlineData("political", "{\"noticeUrl\":\"https://elsewhere.example/notice\"}", "political.noticeUrl")]
    [InlineData("holdout", "0", "holdout")]
    [InlineData("brand", "{\"colours\":[\"red\",\"#000000\"]}", "brand.colours[0]")]
    [InlineData("landingUrl", "\"http://www.lindowtea.example/\"", "landingUrl")]
    [InlineData("landingUrl", "\"https://192.168.1.1/\"", "landingUrl")]
    [InlineData("landingUrl", "\"https://elsewhere.example/\"", "landingUrl")]
    [InlineData("landingUrl", "\"https://lindowtea.example.evil.example/\"", "landingUrl")]
    [InlineData("targetting", "{}", "targetting")]
    public async Task A_brief_with_one_fault_is_refused_by_field_and_nothing_is_stored(string member, string value, string field)
    {
        var client = shared.App.Of();
        var brief = Doors.Brief();
        brief[member] = JsonNode.Parse(value);
        var problem = await (await client.SubmitAsync(brief, $"{member}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value)))}")).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == field);
        Assert.Empty((await (await client.GetAsync("/v1/campaigns")).JsonAsync()).GetProperty("campaigns").EnumerateArray());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("facts")]
    [InlineData("budget")]
    [InlineData("landingUrl")]
    public async Task A_missing_field_is_named(string member)
    {
        var brief = Doors.Brief();
        brief.Remove(member);
        var problem = await (await shared.App.Of().SubmitAsync(brief, member)).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("is required", problem.GetProperty("errors").GetProperty(member)[0].GetString());
    }

    [Fact]
    public async Task A_publisher_cannot_submit_a_brief()
    {
        var publisher = shared.App.Client(AccountKind.Publisher, Doors.Publisher, scopes: Scopes.Campaigns);
        Assert.Equal(HttpStatusCode.Forbidden, (await publisher.SubmitAsync(Doors.Brief())).StatusCode);
    }

    public sealed class OneApp : IAsyncLifetime
    {
        public TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await TestApp.StartAsync(Doors.Service);

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
