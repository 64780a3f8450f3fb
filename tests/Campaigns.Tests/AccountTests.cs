using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AdPlatform.Testing;

namespace AdPlatform.Campaigns.Tests;

public sealed class AccountTests
{
    private const string First = "adp_first-key-of-the-installation";

    [Fact]
    public async Task The_first_key_opens_an_advertiser_whose_key_can_submit()
    {
        await using var app = await StartAsync();
        var admin = With(app, First);
        var account = (await (await OpenAsync(admin, "advertiser", "Lindow Tea")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var key = await (await admin.PostAsJsonAsync("/v1/keys", new { accountId = account, name = "planner", scopes = new[] { "campaigns" } })).JsonAsync(HttpStatusCode.Created);
        var advertiser = With(app, key.GetProperty("secret").GetString()!);
        Assert.Equal(HttpStatusCode.Accepted, (await advertiser.SubmitAsync(Doors.Brief())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await advertiser.GetAsync("/v1/keys")).StatusCode);
        Assert.DoesNotContain(key.GetProperty("secret").GetString()!, await admin.GetStringAsync("/v1/keys"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/v1/keys/{key.GetProperty("id").GetString()}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await advertiser.GetAsync("/v1/campaigns")).StatusCode);
        await app.RestartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await With(app, key.GetProperty("secret").GetString()!).GetAsync("/v1/campaigns")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await With(app, First).GetAsync("/v1/accounts")).StatusCode);
    }

    [Fact]
    public async Task A_publisher_sees_and_keys_only_its_own_advertisers()
    {
        await using var app = await StartAsync();
        var admin = With(app, First);
        var other = (await (await OpenAsync(admin, "publisher", "Other")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var otherKey = await (await admin.PostAsJsonAsync("/v1/keys", new { accountId = other, name = "admin", scopes = new[] { "admin" } })).JsonAsync(HttpStatusCode.Created);
        var mine = (await (await OpenAsync(admin, "advertiser", "Mine")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var second = With(app, otherKey.GetProperty("secret").GetString()!);
        Assert.DoesNotContain("Mine", await second.GetStringAsync("/v1/accounts"), StringComparison.Ordinal);
        var refused = await (await second.PostAsJsonAsync("/v1/keys", new { accountId = mine, name = "x", scopes = new[] { "campaigns" } })).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("no such account", refused.GetProperty("errors").GetProperty("accountId")[0].GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await OpenAsync(second, "publisher", "Third")).StatusCode);
        var scopeFault = await (await admin.PostAsJsonAsync("/v1/keys", new { name = "x", scopes = new[] { "campaigns", "root" } })).JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(scopeFault.GetProperty("errors").TryGetProperty("scopes[1]", out _));
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(new Dictionary<string, string?> { ["ADPLATFORM_BOOTSTRAP_KEY"] = First }, Doors.Service);

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string kind, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts") { Content = JsonContent.Create(new { kind, name }) };
        request.Headers.Add("Idempotency-Key", name);
        return await client.SendAsync(request);
    }

    private static HttpClient With(TestApp app, string secret)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }
}
