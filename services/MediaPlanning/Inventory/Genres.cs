using System.Collections.Frozen;

namespace AdPlatform.MediaPlanning.Inventory;

/// <summary>Genre names of the platform, their IAB Content Taxonomy 3.1 ids (tree "Genres", SPSHQ5), and what catalogues call them.</summary>
internal static class Genres
{
    /// <summary>Our name to the IAB id; null where the taxonomy has no such genre.</summary>
    private static readonly FrozenDictionary<string, string?> Known = new Dictionary<string, string?>
    {
        ["action"] = "325", ["adventure"] = "325", ["animation"] = "641", ["anime"] = "641", ["biography"] = "44", ["children"] = "645", ["classic"] = null,
        ["comedy"] = "646", ["crime"] = "KHPC5A", ["cult"] = null, ["documentary"] = "332", ["drama"] = "647", ["family"] = "645", ["fantasy"] = "335",
        ["faith"] = null, ["film-noir"] = null, ["history"] = "EZWB7V", ["holiday"] = "649", ["horror"] = "336", ["independent"] = "643",
        ["international"] = null, ["lgbtq"] = null, ["lifestyle"] = "TIFQA5", ["music"] = "650", ["musical"] = "156", ["mystery"] = "331", ["nature"] = "VKIV56",
        ["reality"] = "651", ["romance"] = "326", ["science"] = null, ["sci-fi"] = "652", ["soap"] = "642", ["sports"] = null, ["stand-up"] = "646",
        ["talk-show"] = "A0AH3G", ["teen"] = "51", ["thriller"] = "700", ["war"] = null, ["western"] = "KHPC6A",
    }.ToFrozenDictionary();

    /// <summary>Other spellings, lower case.</summary>
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["children's"] = "children", ["childrens"] = "children", ["kids"] = "children", ["science fiction"] = "sci-fi", ["science-fiction"] = "sci-fi", ["scifi"] = "sci-fi",
        ["romantic"] = "romance", ["comedies"] = "comedy", ["dramas"] = "drama", ["thrillers"] = "thriller", ["documentaries"] = "documentary",
        ["docuseries"] = "documentary", ["action/adventure"] = "action", ["action & adventure"] = "action", ["standup"] = "stand-up", ["stand-up comedy"] = "stand-up",
        ["true crime"] = "crime", ["reality tv"] = "reality", ["young adult"] = "teen", ["sport"] = "sports", ["noir"] = "film-noir",
    }.ToFrozenDictionary();

    /// <summary>Values of the column <c>listed_in</c> of the public "Netflix Movies and TV Shows" set. Shelves without a genre map to nothing.</summary>
    private static readonly FrozenDictionary<string, string[]> NetflixShelves = new Dictionary<string, string[]>
    {
        ["Action & Adventure"] = ["action", "adventure"], ["TV Action & Adventure"] = ["action", "adventure"], ["Anime Features"] = ["anime"], ["Anime Series"] = ["anime"],
        ["British TV Shows"] = [], ["Children & Family Movies"] = ["children", "family"], ["Classic & Cult TV"] = ["classic", "cult"], ["Classic Movies"] = ["classic"],
        ["Comedies"] = ["comedy"], ["TV Comedies"] = ["comedy"], ["Crime TV Shows"] = ["crime"], ["Cult Movies"] = ["cult"], ["Documentaries"] = ["documentary"],
        ["Docuseries"] = ["documentary"], ["Dramas"] = ["drama"], ["TV Dramas"] = ["drama"], ["Faith & Spirituality"] = ["faith"], ["Horror Movies"] = ["horror"],
        ["TV Horror"] = ["horror"], ["Independent Movies"] = ["independent"], ["International Movies"] = ["international"], ["International TV Shows"] = ["international"],
        ["Kids' TV"] = ["children"], ["Korean TV Shows"] = [], ["LGBTQ Movies"] = ["lgbtq"], ["Movies"] = [], ["Music & Musicals"] = ["music", "musical"],
        ["Reality TV"] = ["reality"], ["Romantic Movies"] = ["romance"], ["Romantic TV Shows"] = ["romance"], ["Sci-Fi & Fantasy"] = ["sci-fi", "fantasy"],
        ["TV Sci-Fi & Fantasy"] = ["sci-fi", "fantasy"], ["Science & Nature TV"] = ["science", "nature"], ["Spanish-Language TV Shows"] = [], ["Sports Movies"] = ["sports"],
        ["Stand-Up Comedy"] = ["comedy", "stand-up"], ["Stand-Up Comedy & Talk Shows"] = ["comedy", "stand-up", "talk-show"], ["TV Mysteries"] = ["mystery"],
        ["TV Shows"] = [], ["TV Thrillers"] = ["thriller"], ["Teen TV Shows"] = ["teen"], ["Thrillers"] = ["thriller"],
    }.ToFrozenDictionary();

    /// <summary>Our name of a genre; a name that we do not know stays as it is, in lower case.</summary>
    public static string Canonical(string name)
    {
        var lower = name.Trim().ToLowerInvariant();
        return Aliases.GetValueOrDefault(lower, lower);
    }

    public static bool IsKnown(string canonical) => Known.ContainsKey(canonical);

    public static IReadOnlyList<string> OfShelf(string shelf, out bool known)
    {
        known = NetflixShelves.TryGetValue(shelf, out var genres);
        return genres ?? [];
    }

    /// <summary>IAB ids of the genres that have one, in order, each once.</summary>
    public static IReadOnlyList<string> CategoriesOf(IEnumerable<string> genres) =>
        [.. genres.Select(g => Known.GetValueOrDefault(g)).OfType<string>().Distinct()];
}
