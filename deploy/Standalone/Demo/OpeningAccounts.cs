using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Standalone.Demo;

/// <summary>The advertiser's account, and a key for this run of the driver; keys of earlier runs are revoked.</summary>
internal static class OpeningAccounts
{
    private const string KeyName = "demo driver";

    public static async Task<PlatformClient> RunAsync(PlatformClient publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var account = await publisher.PostAsync("/v1/accounts", new { kind = "advertiser", name = "Veldane" }, "demo-advertiser", cancellationToken);
        var accountId = account.GetProperty("id").GetString();
        var earlier = (await publisher.GetAsync("/v1/keys", cancellationToken)).EnumerateArray().Where(IsLeftOver).ToArray();
        var key = await publisher.PostAsync("/v1/keys", new { accountId, name = KeyName, scopes = new[] { "campaigns", "creatives", "plans", "reports" } }, null, cancellationToken);
        foreach (var left in earlier)
        {
            using var revoke = new HttpRequestMessage(HttpMethod.Delete, $"/v1/keys/{left.GetProperty("id").GetString()}");
            using var _ = await publisher.OpenAsync(revoke, cancellationToken);
        }

        return PlatformClient.To(publisher.Address, key.GetProperty("secret").GetString(), clock);
    }

    private static bool IsLeftOver(JsonElement key) =>
        key.GetProperty("name").GetString() == KeyName && (!key.TryGetProperty("revokedAt", out var revoked) || revoked.ValueKind == JsonValueKind.Null);
}
