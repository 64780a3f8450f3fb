using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>What a player of the publisher sends for a viewer who opens a title.</summary>
internal static class Requesting
{
    public static async Task<DecisionAnswer> DecisionsAsync(PlatformClient publisher, SampleViewer viewer, SampleTitle title, CancellationToken cancellationToken)
    {
        var request = new
        {
            placements = FormatsOf(viewer).Select(format => new { id = format, format }).ToArray(),
            viewer = new { ids = new[] { new { kind = "user", id = viewer.UserId } } },
            context = new { titleId = title.TitleId, country = viewer.Country, language = viewer.Language, device = viewer.Device },
            consent = new { purposes = viewer.Purposes },
        };
        return (await publisher.PostAsync("/v1/decisions", request, null, cancellationToken)).Read<DecisionAnswer>();
    }

    /// <summary>Counted once however often it is called, so it may be sent again.</summary>
    public static async Task EventAsync(PlatformClient publisher, string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var _ = await publisher.OpenAsync(request, cancellationToken);
    }

    private static string[] FormatsOf(SampleViewer viewer) => viewer.Device == "tv" ? ["pause-1920x1080", "native"] : ["display-300x250", "native"];
}
