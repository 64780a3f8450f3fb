using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AdPlatform.AdDelivery.Tests;

public sealed class ValidationTests : IClassFixture<ValidationTests.SharedApp>
{
    [Theory]
    [InlineData("""{"placements":[]}""", "placements")]
    [InlineData("""{"placements":[{"id":"a","format":"skyscraper"}]}""", "placements[0].format")]
    [InlineData("""{"placements":[{"id":"a","format":"native"},{"id":"a","format":"native"}]}""", "placements[1].id")]
    [InlineData("""{"placements":[{"id":"a","format":"native","count":0}]}""", "placements[0].count")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"viewer":{"ids":[{"kind":"us:er","id":"x"}]}}""", "viewer.ids[0].kind")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"consent":{"purposes":[12]}}""", "consent.purposes[0]")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"context":{"country":"France"}}""", "context.country")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"context":{"genres":[null]}}""", "context.genres[0]")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"tmax":0}""", "tmax")]
    public async Task A_bad_request_is_refused_and_the_field_is_named(string body, string field)
    {
        using var response = await App.AdServer().PostAsync("/v1/decisions", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("""{"placements":null}""")]
    [InlineData("""{"placements":[null]}""")]
    [InlineData("""{"placements":[{"id":"a","format":"native"}],"viewer":{"ids":[null]}}""")]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task Nulls_and_broken_json_are_400_too(string body)
    {
        using var response = await App.AdServer().PostAsync("/v1/decisions", new StringContent(body, null, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private readonly SharedApp _shared;

    public ValidationTests(SharedApp shared) => _shared = shared;

    private DeliveryApp App => _shared.App;

    public sealed class SharedApp : IAsyncLifetime
    {
        internal DeliveryApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await DeliveryApp.StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
