using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Demo;

namespace AdPlatform.Journeys.Tests;

/// <summary>Two segments over MovieLens genres.</summary>
internal sealed class RealAudience(PlatformClient publisher)
{
    public const string ScienceFiction = "Science fiction viewers";
    public const string Romance = "Romance viewers";

    public static IReadOnlyList<string> Names { get; } = [ScienceFiction, Romance];

    public async Task DefineAsync()
    {
        await DefineAsync(ScienceFiction, "sci-fi", 0.09);
        await DefineAsync(Romance, "romance", 0.11);
    }

    public async Task<IReadOnlyDictionary<string, long>> SizesAsync() => (await publisher.GetAsync("/v1/segments", default)).GetProperty("items").EnumerateArray()
        .Where(segment => Names.Contains(segment.GetProperty("name").GetString()!))
        .ToDictionary(segment => segment.GetProperty("name").GetString()!, segment => segment.GetProperty("size").GetProperty("viewers").GetInt64());

    /// <summary>Events are applied in the order in which they were sent: once the last viewer's are all there, everyone's are.</summary>
    public Task CountedAsync(int viewer, MovieLensViewers expected) => Waiting.UntilAsync(
        $"the ratings of ml-{viewer}", RealClock.Instance, () => RatingsAsync(viewer), count => count == expected.CountOf(viewer), default);

    private async Task<int> RatingsAsync(int viewer)
    {
        try
        {
            var profile = await publisher.GetAsync($"/v1/profiles/user/ml-{viewer}", default);
            return profile.GetProperty("events").TryGetProperty("Title Rated", out var rated) && rated.ValueKind == JsonValueKind.Object ? rated.GetProperty("count").GetInt32() : 0;
        }
        catch (RefusedException refused) when (refused.Problem.Status == 404)
        {
            return 0;
        }
    }

    private Task<JsonElement> DefineAsync(string name, string genre, double share) => publisher.PostAsync(
        "/v1/segments", new { name, rule = new { interest = new { genre, measure = "share", atLeast = share } } }, $"segment-{genre}", default);
}
