using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Security.Tests;

/// <summary>Walks every route of the platform as somebody else. A route without a row here fails, so a new one cannot be forgotten.</summary>
public sealed partial class TenantWalkTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    /// <summary>Routes that answer without a key, and tell the same to everybody.</summary>
    private static readonly string[] Open = ["GET /healthz", "GET /readyz", "GET /metrics", "GET /problems/{slug}", "GET /v1/events/{kind}", "POST /v1/events/{kind}"];

    [Fact]
    public void Every_route_has_a_row()
    {
        var routes = Routes().ToArray();
        Assert.NotEmpty(routes);
        var missing = routes.Where(route => !Open.Contains(route) && !Rows.All.ContainsKey(route)).ToArray();
        Assert.True(missing.Length == 0, "Without a row: " + string.Join("; ", missing));
        Assert.All(Rows.All.Keys, row => Assert.Contains(row, routes));
    }

    [Fact]
    public async Task The_owners_see_what_strangers_must_not()
    {
        var seen = await OwnersViewAsync();
        Assert.Matches("(?i)quetzal", seen);
        Assert.Matches("(?i)ocelot", seen);
        Assert.Matches("(?i)ibis", seen);
        Assert.All(tenants.Owned, pair => Assert.Equal(pair.Key == "draft" ? 68 : pair.Key == "viewerId" ? 6 : 36, pair.Value.Length));
        Assert.Equal(HttpStatusCode.OK, (await tenants.Advertiser.GetAsync($"/v1/assets/{tenants.Owned["draft"]}")).StatusCode);
    }

    [Fact]
    public async Task Without_a_key_every_route_is_401_and_a_draft_file_is_absent()
    {
        foreach (var (route, row) in Rows.All)
        {
            using var answer = await SendAsync(tenants.App.Anonymous(), route, row, tenants.Owned);
            var expected = route == "GET /v1/assets/{file}" ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized;
            Assert.True(answer.StatusCode == expected, $"{route}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_neighbour_on_the_same_publisher_sees_nothing_of_the_advertiser_and_no_viewer() =>
        await WalkAsync(tenants.Neighbour, "quetzal|ibis");

    [Fact]
    public async Task Another_publisher_sees_nothing_of_the_first() => await WalkAsync(tenants.OtherPublisher, "quetzal|ocelot|ibis");

    [Fact]
    public async Task Another_publishers_advertiser_sees_nothing_of_the_first() => await WalkAsync(tenants.OtherAdvertiser, "quetzal|ocelot|ibis");

    /// <summary>Each route with the owner's ids, and with ids that never existed: the answers must be the same, and name nothing of the owner's.</summary>
    private async Task WalkAsync(HttpClient stranger, string markers)
    {
        var before = await OwnersViewAsync();
        var absent = tenants.Owned.ToDictionary(pair => pair.Key, pair => Absent(pair.Value));
        foreach (var (route, row) in Rows.All)
        {
            using var foreign = await SendAsync(stranger, route, row, tenants.Owned);
            var told = await foreign.Content.ReadAsStringAsync();
            Assert.False((int)foreign.StatusCode >= 500, $"{route} answered {(int)foreign.StatusCode}: {told}");
            Assert.False(Regex.IsMatch(told, markers, RegexOptions.IgnoreCase), $"{route} told a stranger: {told}");
            if (!row.TakesForeignIds) continue;
            using var nothing = await SendAsync(stranger, route, row, absent);
            var toldOfNothing = await nothing.Content.ReadAsStringAsync();
            Assert.True(foreign.StatusCode == nothing.StatusCode, $"{route}: foreign {(int)foreign.StatusCode} {told}, absent {(int)nothing.StatusCode} {toldOfNothing}");
            Assert.Equal(Neutral(toldOfNothing), Neutral(told));
            Assert.True(foreign.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created) || row.EmptyIsFine, $"{route} answered {foreign.StatusCode}: {told}");
        }

        Assert.Equal(before, await OwnersViewAsync());
    }

    private async Task<string> OwnersViewAsync() => string.Join('\n',
        await tenants.Advertiser.GetStringAsync($"/v1/campaigns/{tenants.Owned["campaignId"]}"),
        await tenants.Advertiser.GetStringAsync($"/v1/creatives/{tenants.Owned["creativeId"]}"),
        await tenants.Advertiser.GetStringAsync($"/v1/assets/library/{tenants.Owned["assetId"]}"),
        await tenants.Advertiser.GetStringAsync($"/v1/plans/{tenants.Owned["planId"]}"),
        await tenants.Publisher.GetStringAsync($"/v1/segments/{tenants.Owned["segmentId"]}"),
        await tenants.Publisher.GetStringAsync("/v1/profiles/user/ibis-1"),
        await tenants.Publisher.GetStringAsync("/v1/keys"));

    private IEnumerable<string> Routes() => tenants.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
        .Distinct();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string route, Row row, IReadOnlyDictionary<string, string> ids)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Split(' ')[0]), Fill(row.Path ?? route.Split(' ')[1], ids));
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7(Testing.TestApp.DefaultNow).ToString());
        if (row.Body is not null) request.Content = new StringContent(Fill(row.Body, ids), Encoding.UTF8, row.ContentType);
        return await client.SendAsync(request);
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> ids) => Parameter().Replace(text, match => ids.TryGetValue(match.Groups[1].Value, out var id) ? id : match.Value);

    /// <summary>Of the same form, and never given out.</summary>
    private static string Absent(string id) => id switch
    {
        { Length: 36 } when id[3] == '_' => id[..4] + "0199000000007000800000000000dead",
        { Length: 68 } => new string('0', 64) + ".svg",
        _ => "nobody-1",
    };

    private static string Neutral(string body) => TraceId().Replace(body, "");

    [GeneratedRegex("\\{(\\w+)\\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
