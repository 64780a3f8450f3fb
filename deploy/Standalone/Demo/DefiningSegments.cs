using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>A few by rule, before the viewers come; others are learned from behaviour when a brief asks for an audience.</summary>
internal static class DefiningSegments
{
    public static async Task RunAsync(PlatformClient publisher, CancellationToken cancellationToken)
    {
        foreach (var segment in JsonNode.Parse(SampleFile.Text(SampleFile.Segments))!.AsArray())
            await publisher.PostAsync("/v1/segments", segment, $"demo-segment-{segment!["name"]!.GetValue<string>().Replace(' ', '-')}", cancellationToken);
    }

    public static async Task ShowAsync(PlatformClient publisher, DemoScreen screen, CancellationToken cancellationToken)
    {
        var segments = (await publisher.GetAsync("/v1/segments", cancellationToken)).GetProperty("items").EnumerateArray()
            .Where(segment => segment.GetProperty("origin").GetString() == "defined");
        screen.Line($"Segments by rule: {string.Join("; ", segments.Select(segment => $"{segment.GetProperty("name").GetString()}, {Size(segment.GetProperty("size"))} viewers"))}");
    }

    /// <summary>Small groups are not told exactly.</summary>
    private static string Size(JsonElement size) => size.TryGetProperty("viewers", out var viewers) && viewers.ValueKind == JsonValueKind.Number
        ? viewers.GetInt64().ToString("N0", CultureInfo.InvariantCulture)
        : $"fewer than {size.GetProperty("belowFloor")}";
}
