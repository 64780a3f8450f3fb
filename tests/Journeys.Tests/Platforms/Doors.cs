using AdPlatform.Cli.Connecting;

namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>A reading route of each service: what it answers tells whether the service knows a key.</summary>
internal static class Doors
{
    private const string Nobody = "cmp_00000000000000000000000000000000";

    public static IReadOnlyList<string> OfAdvertiser { get; } =
        ["/v1/campaigns", "/v1/segments", $"/v1/creatives?campaignId={Nobody}", "/v1/plans", $"/v1/delivery/campaigns/{Nobody}"];

    public static IReadOnlyList<string> OfPublisher { get; } = ["/v1/accounts", "/v1/segments", $"/v1/creatives?campaignId={Nobody}", "/v1/inventory", $"/v1/delivery/campaigns/{Nobody}"];

    /// <returns>HTTP status.</returns>
    public static async Task<int> StatusAsync(PlatformClient client, string door)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, door);
            using var answer = await client.OpenAsync(request, default);
            return (int)answer.StatusCode;
        }
        catch (RefusedException refused)
        {
            return refused.Problem.Status;
        }
    }
}
