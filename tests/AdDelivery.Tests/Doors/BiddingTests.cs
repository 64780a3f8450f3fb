using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;

namespace AdPlatform.AdDelivery.Tests.Doors;

public sealed class BiddingTests
{
    [Fact]
    public async Task A_banner_bid_has_price_advertiser_and_markup_and_its_billing_notice_counts_once()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);

        var bid = Bid(await AskAsync(app, Request("""{"id":"1","banner":{"format":[{"w":728,"h":90},{"w":300,"h":250}]},"bidfloor":9.5,"bidfloorcur":"EUR"}""")));

        Assert.Equal(("1", 10m, 1), (Text(bid, "impid"), bid.GetProperty("price").GetDecimal(), bid.GetProperty("mtype").GetInt32()));
        Assert.Equal((300, 250, "fr", Ids.Format("cmp", sample.CampaignId)), (bid.GetProperty("w").GetInt32(), bid.GetProperty("h").GetInt32(), Text(bid, "language"), Text(bid, "cid")));
        Assert.Equal("www.tisane.example", Assert.Single(bid.GetProperty("adomain").EnumerateArray()).GetString());
        Assert.Equal(("210", 9), (Assert.Single(bid.GetProperty("cat").EnumerateArray()).GetString(), bid.GetProperty("cattax").GetInt32()));
        Assert.Contains("<img src=", Text(bid, "adm"), StringComparison.Ordinal);
        var anyone = app.App.Anonymous();
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, (await anyone.GetAsync(Text(bid, "nurl"))).StatusCode);
        Assert.Equal(0, (await app.ReportAsync(sample)).GetProperty("impressions").GetInt32());
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.NoContent, (await anyone.GetAsync(Text(bid, "burl"))).StatusCode);
        Assert.Equal((1, "0.01"), (await app.ReportAsync(sample)) is var report ? (report.GetProperty("impressions").GetInt32(), Text(report.GetProperty("spend"), "amount")) : default);
    }

    [Theory]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250},"bidfloor":10.01,"bidfloorcur":"EUR"}""", "")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250},"bidfloor":9,"bidfloorcur":"USD"}""", "")]
    [InlineData("""{"id":"1","banner":{"w":728,"h":90}}""", "")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250,"btype":[2]}}""", "")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250}}""", ""","badv":["tisane.example"]""")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250}}""", ""","bcat":["210"],"cattax":7""")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250}}""", ""","bcat":["IAB8"]""")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250}}""", ""","cur":["USD"]""")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250}}""", ""","wseat":["acc_somebody"]""")]
    [InlineData("""{"id":"1","banner":{"w":300,"h":250},"pmp":{"private_auction":1,"deals":[{"id":"deal-of-another"}]}}""", "")]
    public async Task What_the_seller_does_not_take_gets_no_bid(string imp, string more)
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        using var answer = await AskAsync(app, Request(imp, more));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task A_bid_discloses_for_whom_it_is_and_who_pays_where_the_creative_says_so()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Disclosed = new("Tisane SA", "Agence Verte", "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia") });
        const string Imp = """{"id":"1","banner":{"w":300,"h":250}}""";

        var ext = Bid(await AskAsync(app, Request(Imp, ""","regs":{"gdpr":0,"ext":{"dsa":{"dsarequired":3,"pubrender":2,"datatopub":2}}}"""))).GetProperty("ext");
        Assert.Equal(("Tisane SA", "Agence Verte", 0), (Text(ext.GetProperty("dsa"), "behalf"), Text(ext.GetProperty("dsa"), "paid"), ext.GetProperty("dsa").GetProperty("adrender").GetInt32()));
        Assert.Equal([2], ext.GetProperty("dsa").GetProperty("transparency")[0].GetProperty("dsaparams").EnumerateArray().Select(parameter => parameter.GetInt32()));
        Assert.EndsWith("compositeWithTrainedAlgorithmicMedia", Text(ext, "digitalsourcetype"), StringComparison.Ordinal);
        // Nobody would render it.
        using var unseen = await AskAsync(app, Request(Imp, ""","regs":{"gdpr":0,"ext":{"dsa":{"dsarequired":2,"pubrender":0}}}"""));
        Assert.Equal(HttpStatusCode.NoContent, unseen.StatusCode);

        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
        Assert.Equal("Agence Verte", Text(served.GetProperty("creative").GetProperty("disclosed"), "paidBy"));
    }

    [Fact]
    public async Task A_creative_without_disclosure_is_not_bid_where_the_seller_requires_one()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        foreach (var (required, status) in ((int, HttpStatusCode)[])[(1, HttpStatusCode.OK), (2, HttpStatusCode.NoContent), (3, HttpStatusCode.NoContent)])
        {
            using var answer = await AskAsync(app, Request("""{"id":"1","banner":{"w":300,"h":250}}""", ""","regs":{"gdpr":0,"ext":{"dsa":{"pubrender":1,"dsarequired":R}}}""".Replace("R", $"{required}", StringComparison.Ordinal)));
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_line_is_a_deal_and_a_rate_turns_a_price_into_the_requests_currency()
    {
        await using var app = await DeliveryApp.StartAsync(("CurrencyRates:USD", "1.25"));
        var sample = new Sample();
        await app.ServeAsync(sample);
        var deal = Ids.Format("lin", sample.LineId);

        var bid = Bid(await AskAsync(app, Request(
            """{"id":"1","banner":{"w":300,"h":250},"bidfloor":99,"pmp":{"private_auction":1,"deals":[{"id":"$deal","bidfloor":12.5}]}}""".Replace("$deal", deal, StringComparison.Ordinal), ""","cur":["JPY","USD"]""")));

        Assert.Equal((12.5m, deal), (bid.GetProperty("price").GetDecimal(), Text(bid, "dealid")));
    }

    [Fact]
    public async Task A_native_bid_fills_the_assets_that_are_asked_for()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Format = FormatIds.Native });
        var asked = """{"ver":"1.2","assets":[{"id":7,"required":1,"title":{"len":40}},{"id":8,"required":1,"img":{"type":3}},{"id":9,"data":{"type":1}},{"id":3,"data":{"type":12}}]}""";

        var bid = Bid(await AskAsync(app, Request("{\"id\":\"n\",\"native\":{\"request\":" + JsonSerializer.Serialize(asked) + "}}")));
        using var native = JsonDocument.Parse(Text(bid, "adm"));

        Assert.Equal(4, bid.GetProperty("mtype").GetInt32());
        Assert.Equal([7, 8, 9, 3], native.RootElement.GetProperty("assets").EnumerateArray().Select(asset => asset.GetProperty("id").GetInt32()));
        using var refused = await AskAsync(app, Request("{\"id\":\"n\",\"native\":{\"request\":" + JsonSerializer.Serialize(asked.Replace("40", "3", StringComparison.Ordinal)) + "}}"));
        Assert.Equal(HttpStatusCode.NoContent, refused.StatusCode);
    }

    [Fact]
    public async Task A_pod_is_not_exceeded_and_keeps_competitors_apart()
    {
        await using var app = await DeliveryApp.StartAsync();
        for (var i = 0; i < 4; i++)
            await app.ServeAsync(new Sample { Format = FormatIds.Video1920x1080, Seconds = 20, Domain = $"brand{i}.example", Category = i == 3 ? "c0" : $"c{i}", AdvertiserId = $"acc_a{i}" });

        using var answer = await AskAsync(app, Request("""{"id":"pod","video":{"mimes":["video/mp4"],"podid":"p","poddur":50,"maxseq":6}}"""));
        var bids = Bids(answer);
        using var three = await AskAsync(app, Request("""{"id":"pod","video":{"mimes":["video/mp4"],"podid":"p","poddur":200,"maxseq":6}}"""));
        using var exact = await AskAsync(app, Request("""{"id":"pod","video":{"mimes":["video/mp4"],"rqddurs":[15,30]}}"""));

        Assert.Equal(2, bids.Length);
        Assert.True(bids.Sum(bid => bid.GetProperty("dur").GetInt32()) <= 50);
        Assert.Equal(3, Bids(three).Length);
        Assert.Equal(HttpStatusCode.NoContent, exact.StatusCode);
        Assert.Contains("<VAST", Text(bids[0], "adm"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gdpr in regs", ""","regs":{"gdpr":1}""")]
    [InlineData("gdpr in regs.ext", ""","regs":{"ext":{"gdpr":1}}""")]
    public async Task Without_consent_where_the_law_applies_there_is_no_bid_wherever_the_request_says_so(string _, string regs)
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        using var answer = await AskAsync(app, Request("""{"id":"1","banner":{"w":300,"h":250}}""", regs, consent: false));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task A_test_auction_and_a_robot_are_told_a_reason_and_cost_nothing()
    {
        await using var app = await DeliveryApp.StartAsync(("DataCentres:0", "203.0.113.0/24"));
        var sample = new Sample { Budget = 0.01m };
        await app.ServeAsync(sample);
        const string Imp = """{"id":"1","banner":{"w":300,"h":250}}""";

        Assert.Equal(0, await NbrAsync(app, Request(Imp, ""","test":1""")));
        Assert.Equal(4, await NbrAsync(app, Request(Imp, device: ""","ua":"Mozilla/5.0 (compatible; Googlebot/2.1)" """)));
        Assert.Equal(5, await NbrAsync(app, Request(Imp, device: ""","ip":"203.0.113.9" """)));
        // The one impression that the budget pays is still there.
        Bid(await AskAsync(app, Request(Imp)));
    }

    [Theory]
    [InlineData("null", "$")]
    [InlineData("[1", "$")]
    [InlineData("""{"imp":[{"id":"1","banner":{}}]}""", "id")]
    [InlineData("""{"id":"r"}""", "imp")]
    [InlineData("""{"id":"r","imp":[{"id":"1"}]}""", "imp[0]")]
    [InlineData("""{"id":"r","imp":[{"banner":{}}]}""", "imp[0].id")]
    [InlineData("""{"id":"r","imp":[{"id":"1","banner":{"w":-1}}]}""", "imp[0].banner.w")]
    [InlineData("""{"id":"r","imp":[{"id":"1","video":{"mimes":[]}}]}""", "imp[0].video.mimes")]
    [InlineData("""{"id":"r","imp":[{"id":"1","native":{"request":"{\"assets\":[{}]}"}}]}""", "imp[0].native.request.assets[0]")]
    [InlineData("""{"id":"r","imp":[{"id":"1","banner":{}}],"tmax":"fast"}""", "tmax")]
    [InlineData("""{"id":"r","imp":[{"id":"1","banner":{}}],"site":{},"dooh":{}}""", "dooh")]
    [InlineData("""{"id":"r","imp":[{"id":"1","banner":{}}],"user":{"ext":{"consent":1}}}""", "user.ext.consent")]
    public async Task What_the_specification_forbids_is_refused_with_its_path(string message, string path)
    {
        await using var app = await DeliveryApp.StartAsync();
        using var answer = await PostAsync(app, message);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(problem.RootElement.GetProperty("errors").TryGetProperty(path, out _), problem.RootElement.ToString());
    }

    [Fact]
    public async Task An_absurd_size_is_refused()
    {
        await using var app = await DeliveryApp.StartAsync();
        using var answer = await PostAsync(app, Request("""{"id":"1","banner":{}}""", ",\"ext\":{\"x\":\"" + new string('a', 300_000) + "\"}"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var deep = await PostAsync(app, Request("""{"id":"1","banner":{}}""", ",\"ext\":" + new string('[', 60) + new string(']', 60)));
        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
    }

    [Fact]
    public async Task Only_a_key_for_decisions_alone_may_stand_in_an_address()
    {
        await using var app = await DeliveryApp.StartAsync();
        using var all = app.App.Client(AccountKind.Publisher, Sample.Publisher);
        using var decisions = app.App.Client(AccountKind.Publisher, Sample.Publisher, null, Scopes.Decisions);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.App.Anonymous().GetAsync($"/v1/vast?key={all.DefaultRequestHeaders.Authorization!.Parameter}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.App.Anonymous().GetAsync($"/v1/vast?key={decisions.DefaultRequestHeaders.Authorization!.Parameter}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.App.Anonymous().GetAsync($"/v1/decisions/dec_x/explanation?key={decisions.DefaultRequestHeaders.Authorization!.Parameter}")).StatusCode);
    }

    internal static string Request(string imp, string more = "", string device = "", bool consent = true) => $$$"""
        {"id":"r1","imp":[{{{imp}}}],"site":{"content":{"id":"tt-velvet-harbour","language":"fr"}},"device":{"geo":{"country":"FRA"}{{{device}}}}{{{(more.Contains("regs", StringComparison.Ordinal) || !consent ? "" : ""","regs":{"gdpr":0}""")}}}{{{more}}}}
        """;

    internal static Task<HttpResponseMessage> AskAsync(DeliveryApp app, string message) => PostAsync(app, message);

    private static async Task<HttpResponseMessage> PostAsync(DeliveryApp app, string message)
    {
        using var content = new StringContent(message, Encoding.UTF8, "text/plain");
        return await app.AdServer().PostAsync("/openrtb2/auction", content);
    }

    private static async Task<int> NbrAsync(DeliveryApp app, string message)
    {
        using var answer = await AskAsync(app, message);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["nbr"]!.GetValue<int>();
    }

    private static JsonElement Bid(HttpResponseMessage answer) => Assert.Single(Bids(answer));

    private static JsonElement[] Bids(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var stream = answer.Content.ReadAsStream();
        var response = JsonDocument.Parse(stream).RootElement.Clone();
        Assert.Equal("r1", Text(response, "id"));
        return [.. response.GetProperty("seatbid").EnumerateArray().SelectMany(seat => seat.GetProperty("bid").EnumerateArray())];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
