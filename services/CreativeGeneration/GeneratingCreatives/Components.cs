using System.Security.Cryptography;
using System.Text;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Rendering;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>
/// A creative as headline x body x image x CTA x format. A component's id is the hash of what it is, so the same words in the same place and language, and the same photograph however it is cropped,
/// are one component in all of an account's creatives; another account's never meet them.
/// </summary>
internal static class Components
{
    /// <summary>Places that differ between creatives; disclosure, small print and the like are fixed by the brief.</summary>
    private static readonly string[] Fixed = [Roles.Disclosure, Roles.Source, Roles.Legal, Roles.Link, Roles.Sponsored, Roles.Product, Roles.BusinessName];

    /// <returns>Id by place, in the order of the places' names.</returns>
    public static SortedDictionary<string, string> Of(string account, string format, string locale, IReadOnlyDictionary<string, string> texts, Artwork? artwork)
    {
        var components = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["format"] = format };
        foreach (var (role, text) in texts.Where(t => !Fixed.Contains(t.Key))) components[role] = Id("txt", account, Place(role), locale, text);
        if (artwork is null) return components;
        components["image"] = Id("img", account, "backdrop");
        foreach (var picture in artwork.Pictures) components[ShownPicture.Of(picture).Place] = Id("img", account, picture.Origin.SourceSha256);
        return components;
    }

    /// <summary>The third headline of a set is a headline.</summary>
    private static string Place(string role) => role.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static string Id(string kind, params string[] what) => $"{kind}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', what))))[..32]}";
}
