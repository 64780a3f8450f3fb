using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.Hosting.Tests;

public sealed class HttpConventionTests
{
    [Fact]
    public async Task The_same_key_and_body_answer_the_same_and_create_once()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        var first = await DurableBusTests.PostAsync(client, "k1", "hello");
        var second = await DurableBusTests.PostAsync(client, "k1", "hello");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(1, await DurableBusTests.CountAsync(app, "notes"));
    }

    [Fact]
    public async Task A_thousand_concurrent_replays_create_one()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => DurableBusTests.PostAsync(client, "k1", "hello")));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Equal(1, await DurableBusTests.CountAsync(app, "notes"));
    }

    [Fact]
    public async Task A_key_reused_for_another_body_or_query_is_422_and_none_is_400_and_a_refusal_is_not_kept()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        Assert.Equal(HttpStatusCode.BadRequest, (await DurableBusTests.PostAsync(client, "k1", "")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await DurableBusTests.PostAsync(client, "k1", "one")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await DurableBusTests.PostAsync(client, "k1", "two")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await DurableBusTests.PostAsync(client, "k1", "one", "?as=another")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/v1/notes", new { text = "x" })).StatusCode);
    }

    [Fact]
    public async Task Two_accounts_may_use_the_same_key()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var a = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        var b = app.Client(AccountKind.Advertiser, "acc_b", "acc_p", Scopes.Campaigns);
        await DurableBusTests.PostAsync(a, "k1", "of a");
        await DurableBusTests.PostAsync(b, "k1", "of b");
        Assert.StartsWith("of a", await DurableBusTests.TextAsync(a), StringComparison.Ordinal);
        Assert.StartsWith("of b", await DurableBusTests.TextAsync(b), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("Bearer", "adp_unknown", 401)]
    [InlineData("Bearer", "not-a-key", 401)]
    [InlineData("Basic", "!!!", 401)]
    public async Task Without_a_living_key_it_is_401(string? scheme, string? value, int status)
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Anonymous();
        if (scheme is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, value);
        var problem = await ProblemAsync(await client.GetAsync("/v1/notes"), status);
        Assert.Equal("/problems/unauthenticated", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_key_without_the_scope_is_403_and_is_told_which()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var problem = await ProblemAsync(await app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Plans).GetAsync("/v1/notes"), 403);
        Assert.Contains("campaigns", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_dead_also_after_a_restart()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var secret = ApiKey.NewSecret();
        var keyId = Ids.New(app.Clock.GetUtcNow());
        await app.PublishAsync(new ApiKeyIssued { AccountId = "acc_a", AccountKind = AccountKind.Advertiser, PublisherId = "acc_p", KeyId = keyId, KeyHash = ApiKey.HashOf(secret), Scopes = ["campaigns"] });
        await TestApp.EventuallyAsync(async () => await StatusAsync(app, secret) == HttpStatusCode.OK, "issued");
        await app.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, secret));
        await app.PublishAsync(new ApiKeyRevoked { AccountId = "acc_a", KeyId = keyId, RevokedAt = app.Clock.GetUtcNow() });
        await TestApp.EventuallyAsync(async () => await StatusAsync(app, secret) == HttpStatusCode.Unauthorized, "revoked");
        await app.RestartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, secret));
    }

    [Theory]
    [InlineData("{\"text\": 5}", 400, "text")]
    [InlineData("{", 400, "body")]
    public async Task Bad_json_names_the_place(string json, int status, string field)
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/notes") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "k");
        var problem = await ProblemAsync(await client.SendAsync(request), status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/v1/notes", 405)]
    public async Task The_servers_own_errors_are_problem_details_too(string method, string path, int status)
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        await ProblemAsync(await app.Client(AccountKind.Advertiser, "acc_a", "acc_p").SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status);
    }

    [Fact]
    public async Task A_store_that_is_down_is_503_with_retry_after()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var answer = await app.Anonymous().PostAsync("/v1/broken", null);
        await ProblemAsync(answer, 503);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Health_readiness_and_metrics_answer_without_a_key()
    {
        await using var app = await TestApp.StartAsync(new NotesService().Doors);
        var client = app.Anonymous();
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz"));
        Assert.Contains("\"database notes\":\"Healthy\"", await client.GetStringAsync("/readyz"), StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string secret)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret + ":")));
        return (await client.GetAsync("/v1/notes")).StatusCode;
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.True(problem.TryGetProperty("traceId", out _), text);
        return problem;
    }
}
