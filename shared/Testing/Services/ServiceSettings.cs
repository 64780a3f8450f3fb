using System.Security.Cryptography;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Testing.Services;

/// <summary>What five processes must be told alike to be one platform, as an operator tells it: by environment variables.</summary>
/// <param name="RabbitMq">Connection strings of the three servers.</param>
public sealed record ServiceSettings(string RabbitMq, string Redis, string Postgres)
{
    /// <summary>Admin key of the first publisher.</summary>
    public string FirstKey { get; } = $"adp_{RandomNumberGenerator.GetHexString(48, lowercase: true)}";

    /// <summary>Of all services, e.g. options or where to export traces; wins over what is here.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    private string ViewerHash { get; } = Secret();
    private string ViewerErasure { get; } = Secret();
    private string DeliveryToken { get; } = Secret();

    /// <summary>On servers that the tests of this process share: an empty database and virtual host, so that nothing of other tests is there.</summary>
    public static async Task<ServiceSettings> OnSharedServersAsync() =>
        new(await TestServers.RabbitVirtualHostAsync(), await TestServers.RedisDatabaseAsync(), await TestServers.PostgresDatabaseAsync());

    public Dictionary<string, string> EnvironmentOf(Uri address, Uri publicAddress)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.AbsoluteUri,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["AdPlatform__RabbitMq"] = RabbitMq,
            ["AdPlatform__Redis"] = Redis,
            ["AdPlatform__Postgres"] = Postgres,
            ["AdPlatform__Secrets__ViewerHash"] = ViewerHash,
            ["AdPlatform__Secrets__ViewerErasure"] = ViewerErasure,
            ["AdPlatform__Secrets__DeliveryToken"] = DeliveryToken,
            ["AdPlatform__AudienceProfiling__Regimes"] = "*=opt-out",
            ["AdPlatform__AdDelivery__PublicUrl"] = publicAddress.AbsoluteUri.TrimEnd('/'),
            ["ADPLATFORM_BOOTSTRAP_KEY"] = FirstKey,
            // Tests run beside each other and beside builds: how long work waits says nothing of the service.
            ["AdPlatform__AdDelivery__MaxQueueDelay"] = "00:00:10",
            // One heap instead of one a core, and no code compiled anew for speed: five processes share the machine with the tests, and live for a minute.
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_TC_CallCounting"] = "0",
        };
        foreach (var (name, value) in More) environment[name] = value;
        return environment;
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
