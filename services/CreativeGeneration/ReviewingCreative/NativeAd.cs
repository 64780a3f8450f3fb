using System.Text.Json.Serialization;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>OpenRTB Native Ads 1.2, response object (section 5): asset ids are ours, data types are the specification's (7.4).</summary>
internal sealed record NativeAd(string Ver, IReadOnlyList<NativeAsset> Assets, NativeLink Link)
{
    private const int Sponsored = 1, Description = 2, Price = 6, CtaText = 12, SecondDescription = 10;

    public static NativeAd Of(IReadOnlyDictionary<string, string> texts, string? imageUrl, IReadOnlyList<Shape> shapes, string landingUrl)
    {
        List<NativeAsset> assets = [new(1) { Title = new(texts[Roles.Headline]) }];
        if (imageUrl is not null) assets.Add(new(2) { Img = new(imageUrl, 1200, 628) });
        // A publisher takes the shape that it has asked for.
        foreach (var shape in shapes) assets.Add(new(assets.Count + 1) { Img = new(shape.Url, shape.Width, shape.Height) });
        foreach (var (role, type) in new[] { (Roles.Sponsored, Sponsored), (Roles.Body, Description), (Roles.Price, Price), (Roles.Cta, CtaText) })
            if (texts.TryGetValue(role, out var text)) assets.Add(new(assets.Count + 1) { Data = new(type, text) });
        var print = string.Join(" – ", new[] { Roles.Source, Roles.Legal }.Where(texts.ContainsKey).Select(role => texts[role]));
        if (print.Length > 0) assets.Add(new(assets.Count + 1) { Data = new(SecondDescription, print) });
        return new("1.2", assets, new(landingUrl));
    }
}

internal sealed record NativeAsset(int Id)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NativeTitle? Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NativeImg? Img { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NativeData? Data { get; init; }
}

internal sealed record NativeTitle(string Text);

internal sealed record NativeImg(string Url, int W, int H);

internal sealed record NativeData(int Type, string Value);

internal sealed record NativeLink(string Url);
