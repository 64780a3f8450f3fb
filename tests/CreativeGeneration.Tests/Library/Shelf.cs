using System.Net.Http.Headers;
using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.CreativeGeneration.Tests.Library;

/// <summary>The service alone, with an advertiser who uploads.</summary>
internal sealed class Shelf(TestApp app) : IAsyncDisposable
{
    public TestApp App => app;
    public HttpClient Owner { get; } = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives);
    public HttpClient Stranger { get; } = app.Client(AccountKind.Advertiser, "acc_b", "acc_p", Scopes.Admin);

    public static async Task<Shelf> OpenAsync(Dictionary<string, string?>? settings = null) => new(await Desk.StartAsync(settings));

    public static async Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] file, string? type = null, string kind = "image", string more = "")
    {
        using var body = new ByteArrayContent(file);
        if (type is not null) body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await client.PostAsync($"/v1/assets/library?kind={kind}&name=A%20file&rightsHolder=Maison%20Verte{more}", body, TestContext.Current.CancellationToken);
    }

    /// <summary>Uploads what must be accepted.</summary>
    public async Task<JsonElement> KeepAsync(byte[] file, string kind = "image", string more = "", string? type = null)
    {
        using var response = await UploadAsync(Owner, file, type, kind, more);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await ReadAsync(response)).GetProperty("asset");
    }

    public async Task<byte[]> ContentAsync(JsonElement asset) => await Owner.GetByteArrayAsync(asset.GetProperty("contentUrl").GetString(), TestContext.Current.CancellationToken);

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The first field at fault.</summary>
    public static async Task<string> FieldAsync(HttpResponseMessage response) => (await ReadAsync(response)).GetProperty("errors").EnumerateObject().First().Name;

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>A shelf that the tests of one class share.</summary>
public sealed class SharedShelf : IAsyncLifetime
{
    internal Shelf Shelf { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shelf = await Shelf.OpenAsync();

    public ValueTask DisposeAsync() => Shelf.DisposeAsync();
}
