using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.Tests.ChoosingImages;

/// <summary>A shelf whose advertiser has a campaign written.</summary>
internal static class Studio_with_pictures
{
    public static readonly string[] Formats =
    [
        FormatIds.Display300x250, FormatIds.Display160x600, FormatIds.Display970x250, FormatIds.Display728x90, FormatIds.Display320x50, FormatIds.Native, FormatIds.Pause1920x1080, FormatIds.Pause600x600,
        FormatIds.OverlayCorner, FormatIds.OverlayLowerThird, FormatIds.Squeezeback, FormatIds.Screensaver, FormatIds.Menu,
    ];

    public static GenerateCreatives Command(params string[] formats) => Samples.Command(Samples.Tea() with { Formats = formats }, [Samples.Segments()[0]]);

    public static async Task<IReadOnlyList<Shown>> WriteAsync(this Shelf shelf, GenerateCreatives command)
    {
        await shelf.App.PublishAsync(command);
        var generated = await shelf.App.WaitForAsync<CreativesGenerated>(g => g.CampaignId == command.CampaignId);
        List<Shown> shown = [];
        foreach (var creative in generated.Creatives)
        {
            var id = Ids.Format("crv", creative.CreativeId);
            var view = (await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}")).GetProperty("creative");
            var lineage = await shelf.Owner.GetFromJsonAsync<JsonElement>($"/v1/creatives/{id}/lineage");
            var svg = view.GetProperty("assetUrl").GetString() is { } url ? await shelf.Owner.GetStringAsync(url) : "";
            shown.Add(new(view, lineage, svg));
        }
        return shown;
    }
}

internal sealed record Shown(JsonElement View, JsonElement Lineage, string Svg)
{
    public string Format => View.GetProperty("format").GetString()!;
    public IEnumerable<JsonElement> Pictures => Lineage.GetProperty("pictures").EnumerateArray();
    public string Notes => Lineage.GetProperty("renderingNotes").ToString();
    public JsonElement? Picture(string place) => Pictures.Where(p => p.GetProperty("place").GetString() == place).Select(p => (JsonElement?)p).FirstOrDefault();
}
