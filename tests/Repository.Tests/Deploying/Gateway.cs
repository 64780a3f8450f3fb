using System.Text.RegularExpressions;

namespace AdPlatform.Repository.Tests.Deploying;

/// <param name="Kind">"=" exact, "~" regular expression, "" prefix.</param>
/// <param name="Service">Where requests go; null when nginx answers itself.</param>
internal sealed record Location(string Kind, string Pattern, Uri? Service, string Block);

/// <summary>deploy/docker/nginx.conf: which service gets a path.</summary>
internal static partial class Gateway
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "deploy/docker/nginx.conf"));

    public static IReadOnlyList<Location> Locations { get; } =
    [
        .. LocationBlock().Matches(Text).Select(match => new Location(
            match.Groups["kind"].Value, match.Groups["pattern"].Value,
            Regex.Match(match.Groups["block"].Value, @"set \$service (\S+);") is { Success: true } set ? new Uri(set.Groups[1].Value) : null,
            match.Groups["block"].Value)),
    ];

    public static string Listens => Regex.Match(Text, @"listen (\d+);").Groups[1].Value;

    /// <summary>As nginx chooses: an exact match, the first regular expression, the longest prefix.</summary>
    public static Location Of(string path) =>
        Locations.FirstOrDefault(location => location.Kind == "=" && location.Pattern == path)
        ?? Locations.FirstOrDefault(location => location.Kind == "~" && Regex.IsMatch(path, location.Pattern))
        ?? Locations.Where(location => location.Kind == "" && path.StartsWith(location.Pattern, StringComparison.Ordinal)).MaxBy(location => location.Pattern.Length)!;

    [GeneratedRegex(@"location (?:(?<kind>[=~]) )?(?<pattern>/\S*|\^\S+) \{(?<block>[^}]*)\}")]
    private static partial Regex LocationBlock();
}
