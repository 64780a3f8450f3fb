using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Consent;

/// <summary>
/// Where consent is asked for first (opt-in, as under the TCF), and where a viewer is kept until they refuse (opt-out). By the country that the viewer was seen in
/// last; the operator's default holds for every other, and for a viewer whose country nobody told.
/// </summary>
internal sealed class ConsentRegimes
{
    private const string Default = "*";
    private readonly Dictionary<string, bool> asksFirst;

    private ConsentRegimes(Dictionary<string, bool> asksFirst) => this.asksFirst = asksFirst;

    public static ConsentRegimes OptIn { get; } = new(new() { [Default] = true });

    public bool HasDefault => asksFirst.ContainsKey(Default);

    /// <param name="text"><c>FR=opt-in,US=opt-out,*=opt-out</c>: ISO 3166-1 alpha-2, and * for the default.</param>
    /// <returns>Null with a fault when it cannot be read.</returns>
    public static ConsentRegimes? TryParse(string text, out string? fault)
    {
        var asksFirst = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = one.IndexOf('=', StringComparison.Ordinal);
            var (country, regime) = at < 0 ? (one, "") : (one[..at].TrimEnd(), one[(at + 1)..].TrimStart());
            fault = country != Default && !(country.Length == 2 && country.All(char.IsAsciiLetter)) ? $"'{country}' is no country of two letters (ISO 3166-1), and not *."
                : regime is not ("opt-in" or "opt-out") ? $"'{country}' must be opt-in or opt-out."
                : !asksFirst.TryAdd(country, regime == "opt-in") ? $"'{country}' is there twice."
                : null;
            if (fault is not null) return null;
        }

        fault = null;
        return new(asksFirst);
    }

    /// <summary>Without a default, which only an installation of one process may lack, nobody is asked first.</summary>
    public bool AskFirst(string? country) => country is not null && asksFirst.TryGetValue(country, out var asks) ? asks : asksFirst.GetValueOrDefault(Default);

    public bool AskFirst(ViewerProfile profile) => AskFirst(profile.Country?.Value);
}
