using System.Collections.Concurrent;
using System.Text;
using AdPlatform.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Repository.Tests.Deploying;

/// <summary>All services in this process, embedded: which routes they map, which settings they ask for, what /metrics says.</summary>
[CollectionDefinition(Shared)]
public sealed class ShippedPlatform : ICollectionFixture<ShippedPlatform>, IAsyncLifetime
{
    /// <summary>One for the classes that ask it: it is a whole platform.</summary>
    public const string Shared = "shipped platform";

    private const string FirstKey = "adp_first-key-of-the-repository-tests";
    private readonly string folder = Directory.CreateTempSubdirectory("adplatform-repository-").FullName;
    private readonly AskedKeys asked = new();
    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        app = Platform.Build(folder, "http://127.0.0.1:0", builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration["ADPLATFORM_BOOTSTRAP_KEY"] = FirstKey;
            ((IConfigurationBuilder)builder.Configuration).Add(asked);
            // A section with nothing in it is not read at all.
            foreach (var section in Compose.Own.Values.SelectMany(service => service.Map("environment").Entries).Select(setting => setting.Key.Split("__")).Where(parts => parts.Length == 3))
                builder.Configuration[$"{section[0]}:{section[1]}:nothing"] = "";
        });
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), DefaultRequestHeaders = { Authorization = new("Bearer", FirstKey) } };
    }

    public HttpClient Client { get; private set; } = null!;

    public IReadOnlyList<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Configuration keys that the code has asked for so far, <c>AdPlatform:Redis</c>.</summary>
    public IReadOnlySet<string> AskedFor => asked.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);

    public async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", path } } };
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Holds nothing and remembers the questions.</summary>
    private sealed class AskedKeys : ConfigurationProvider, IConfigurationSource
    {
        private readonly ConcurrentDictionary<string, bool> keys = new(StringComparer.OrdinalIgnoreCase);

        public ICollection<string> Keys => keys.Keys;

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            keys.TryAdd(key, true);
            value = null;
            return false;
        }
    }
}
