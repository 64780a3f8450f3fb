using System.Text.RegularExpressions;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Mark-up has no place in a text; an address may only lead to the advertiser.</summary>
internal static partial class Links
{
    [GeneratedRegex(@"[<>{}\[\]\\`|]|&#?\w+;|javascript:|data:|\$\(|%[0-9A-Fa-f]{2}%", RegexOptions.IgnoreCase)]
    private static partial Regex MarkUp();

    [GeneratedRegex(@"(?:(?<scheme>[a-z][a-z0-9+.-]*)://)?(?<host>(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24})(?=[/:?#\s.,;!)]|$)|(?<scheme>[a-z][a-z0-9+.-]*)://\S*|\S+@\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    public static IEnumerable<Violation> Check(string text, IReadOnlyList<string> domains)
    {
        if (MarkUp().Match(text) is { Success: true } mark) yield return new(Codes.MarkUp, $"\"{mark.Value}\"");
        foreach (Match match in Address().Matches(text))
        {
            var host = match.Groups["host"].Value;
            var scheme = match.Groups["scheme"].Value;
            var own = host.Length > 0 && (scheme.Length == 0 || scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
                && domains.Any(d => host.Equals(d, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + d, StringComparison.OrdinalIgnoreCase));
            if (!own) yield return new(Codes.ForeignUrl, $"\"{match.Value}\"");
        }
    }
}
