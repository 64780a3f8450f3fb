using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>
/// A creative as headline x body x image x CTA x format. A component's id is the hash of what it is, so the same words in the same place and language, and the same photograph however it is cropped,
/// are one component in all of an account's creatives; another account's never meet them.
/// </summary>
internal static class Components
{
    /// <summary>What is fixed by the facts, the format and the law is no component: nobody chose it.</summary>
    /// <param name="pictures">The main file's first; null for a creative that is not drawn.</param>
    /// <returns>Id by place, in the order of the places' names.</returns>
    public static SortedDictionary<string, string> Of(string account, string format, string locale, IReadOnlyDictionary<string, string> texts, IReadOnlyList<ShownPicture>? pictures, ShownFilm? film = null)
    {
        var components = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["format"] = format };
        foreach (var (role, text) in texts.Where(t => !Fixtures.Fixed.Contains(t.Key))) components[role] = Id("txt", account, Place(role), locale, text);
        if (film is not null) components["film"] = Id("flm", account, film.Sha256);
        if (pictures is null) return components;
        foreach (var picture in pictures) components.TryAdd(picture.Place, Id("img", account, picture.Origin.SourceSha256));
        components.TryAdd(ShownPicture.Image, Id("img", account, "backdrop"));
        return components;
    }

    /// <summary>The third headline of a set is a headline.</summary>
    private static string Place(string role) => role.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static string Id(string kind, params string[] what) => $"{kind}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', what))))[..32]}";
}
