using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>What a page renders of a bid: an image with a link, or native assets.</summary>
internal static class AdMarkup
{
    /// <summary>No script: an image that links to our click, and a pixel that tells the impression.</summary>
    public static string Banner(ServedAnswer served)
    {
        var (click, image, pixel) = (Html(served.ClickUrl), Html(served.Creative.AssetUrl ?? ""), Html(served.Events[EventKinds.Name(DeliveryKind.Impression)]));
        var (width, height) = (served.Creative.Width, served.Creative.Height);
        return $"""<a href="{click}" target="_blank" rel="noopener"><img src="{image}" width="{width}" height="{height}" alt="{Html(served.Creative.Texts.GetValueOrDefault("headline", ""))}" style="display:block;border:0"></a><img src="{pixel}" width="1" height="1" alt="" style="position:absolute;left:-9999px">""";
    }

    /// <summary>Response of OpenRTB Native 1.2. Null when a required asset is not there.</summary>
    public static string? Native(NativeAsked asked, ServedAnswer served)
    {
        var assets = new JsonArray();
        foreach (var asset in asked.Assets)
        {
            if (Asset(asset, served) is { } filled)
            {
                filled["id"] = asset.Id;
                assets.Add(filled);
            }
            else if (asset.Required) return null;
        }
        var native = new JsonObject
        {
            ["ver"] = "1.2",
            ["assets"] = assets,
            ["link"] = new JsonObject { ["url"] = served.ClickUrl },
            ["eventtrackers"] = new JsonArray(Tracker(1, DeliveryKind.Impression), Tracker(2, DeliveryKind.Viewable)),
        };
        return (asked.Wrapped ? new JsonObject { ["native"] = native } : native).ToJsonString();

        // Method 1 is an image.
        JsonObject Tracker(int kind, DeliveryKind tells) => new() { ["event"] = kind, ["method"] = 1, ["url"] = served.Events[EventKinds.Name(tells)] };
    }

    /// <summary>May the creative be shown with these assets? Asked before the decision.</summary>
    public static bool Fills(IReadOnlyList<NativeAsset> required, ServingCreative creative) => required.All(asset => asset.Kind switch
    {
        "img" => asset.Type is null or 3 && creative.Form.AssetUrl is not null,
        "title" or "data" => Text(asset, creative.Form.Texts) is not null,
        _ => false,
    });

    private static JsonObject? Asset(NativeAsset asset, ServedAnswer served) => asset.Kind switch
    {
        "img" when asset.Type is null or 3 && served.Creative.AssetUrl is { } url => new() { ["img"] = new JsonObject { ["type"] = 3, ["url"] = url, ["w"] = served.Creative.Width, ["h"] = served.Creative.Height } },
        "title" when Text(asset, served.Creative.Texts) is { } text => new() { ["title"] = new JsonObject { ["text"] = text } },
        "data" when Text(asset, served.Creative.Texts) is { } text => new() { ["data"] = new JsonObject { ["type"] = asset.Type, ["value"] = text } },
        _ => null,
    };

    /// <summary>Never cut: a text that is too long for the slot is not there.</summary>
    private static string? Text(NativeAsset asset, IReadOnlyDictionary<string, string> texts)
    {
        // List "Data Asset Types" of Native 1.2.
        var name = asset.Kind == "title" ? "headline" : asset.Type switch { 1 => "sponsored", 2 => "body", 6 => "price", 12 => "cta", _ => "" };
        return texts.TryGetValue(name, out var text) && text.Length > 0 && (asset.Length is not > 0 || text.Length <= asset.Length) ? text : null;
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
