using System.Text.RegularExpressions;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>The public "Netflix Movies and TV Shows" set: it gives genres to titles, by name. It has shifted columns and names that a spreadsheet turned into dates.</summary>
internal static partial class ReadingNetflixTitleRow
{
    public static readonly IReadOnlyList<string> Required = ["type", "title", "release_year", "rating", "listed_in"];

    public static RowOutcome Read(string publisherId, Func<string, string> field)
    {
        var name = field("title");
        if (field("type") is not ("Movie" or "TV Show")) return new RowOutcome.Refused("type must be Movie or TV Show: the columns seem to be shifted");
        if (name.Length is 0 or > 300) return new RowOutcome.Refused("title must have 1 to 300 characters");
        if (SpreadsheetDate().IsMatch(name)) return new RowOutcome.Refused($"title '{name}' looks like a name that a spreadsheet turned into a date");
        if (Duration().IsMatch(field("rating"))) return new RowOutcome.Refused($"rating holds a duration ('{field("rating")}'): the columns are shifted");
        if (!Year().IsMatch(field("release_year"))) return new RowOutcome.Refused("release_year must be a year: the columns seem to be shifted");
        var genres = new List<string>();
        foreach (var shelf in field("listed_in").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            genres.AddRange(Genres.OfShelf(shelf, out var known));
            if (!known) return new RowOutcome.Refused($"listed_in has '{(shelf.Length > 60 ? shelf[..60] : shelf)}', which is no known shelf");
        }
        var distinct = genres.Distinct().ToArray();
        return new RowOutcome.Accepted(
            new Title
            {
                PublisherId = publisherId, TitleId = TitleIds.FromName(name), Name = name, Description = Short(field("description")), Genres = string.Join('|', distinct), Categories = string.Join('|', Genres.CategoriesOf(distinct)),
            },
            NameOnly: distinct.Length == 0, [], Week: null);
    }

    private static string Short(string text) => text.Length > 1000 ? text[..1000] : text;

    [GeneratedRegex(@"^(\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{1,2})$")]
    private static partial Regex SpreadsheetDate();

    [GeneratedRegex(@"^\d+ (min|Seasons?)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(19|20)\d\d$")]
    private static partial Regex Year();
}
