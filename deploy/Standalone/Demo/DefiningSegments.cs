using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>A few by rule; others are learned from behaviour when a brief asks for an audience.</summary>
internal static class DefiningSegments
{
    public static async Task RunAsync(PlatformClient publisher, DemoScreen screen, CancellationToken cancellationToken)
    {
        foreach (var segment in JsonNode.Parse(SampleFile.Text(SampleFile.Segments))!.AsArray())
        {
            var name = segment!["name"]!.GetValue<string>();
            var created = await publisher.PostAsync("/v1/segments", segment, $"demo-segment-{name.Replace(' ', '-')}", cancellationToken);
            var sized = await publisher.GetAsync($"/v1/segments/{created.GetProperty("id").GetString()}", cancellationToken);
            screen.Line($"{name}: {Size(sized.GetProperty("size"))} viewers");
        }
    }

    /// <summary>Small groups are not told exactly.</summary>
    private static string Size(JsonElement size) => size.TryGetProperty("viewers", out var viewers) && viewers.ValueKind == JsonValueKind.Number
        ? viewers.GetInt64().ToString("N0", CultureInfo.InvariantCulture)
        : $"fewer than {size.GetProperty("belowFloor")}";
}
