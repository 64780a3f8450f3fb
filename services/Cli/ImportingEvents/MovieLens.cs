using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary>
/// MovieLens 100k (GroupLens; u.data, u.item, u.user if there): every viewer becomes an identify call with age and occupation, every rating
/// a track call "Title Rated". The zip codes are of the United States, so that is the country of the viewers.
/// </summary>
internal static class MovieLens
{
    private const string Country = "US";
    private static readonly Encoding Latin1 = Encoding.Latin1;

    /// <param name="folder">With u.data and u.item, tab and | separated, with or without a header line.</param>
    /// <param name="shift">Added to every rating's time (the set ends in April 1998).</param>
    public static async IAsyncEnumerable<FileEvent> ReadAsync(DirectoryInfo folder, TimeSpan shift)
    {
        var films = Films(Path.Combine(folder.FullName, "u.item"));
        var viewers = Path.Combine(folder.FullName, "u.user");
        var number = 0L;
        if (File.Exists(viewers))
        {
            foreach (var line in File.ReadLines(viewers, Latin1))
                if (Viewer(++number, line.Split('|')) is { } viewer) yield return viewer;
        }

        number = 0;
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder.FullName, "u.data"), Latin1))
            if (Rating(++number, line.Split('\t'), films, shift) is { } rating) yield return rating;
    }

    /// <summary>Of viewers and ratings, header lines included: about as many as there are entries.</summary>
    public static long Lines(DirectoryInfo folder) =>
        ((string[])["u.user", "u.data"]).Select(name => Path.Combine(folder.FullName, name)).Where(File.Exists).Sum(file => File.ReadLines(file, Latin1).LongCount());

    /// <summary>Time of the last rating, UTC.</summary>
    public static DateTimeOffset Newest(DirectoryInfo folder) => DateTimeOffset.FromUnixTimeSeconds(
        File.ReadLines(Path.Combine(folder.FullName, "u.data"), Latin1).Max(line => line.Split('\t') is [_, _, _, var time, ..] && long.TryParse(time, out var s) ? s : 0));

    public static string TitleId(string film) => $"ml-{film}";

    private static FileEvent? Viewer(long number, string[] columns)
    {
        if (columns is not [var id, var age, _, var occupation, ..] || !int.TryParse(age, out var years)) return Header(number, "u.user", "needs user id|age|gender|occupation");
        return FileEvent.Of("u.user", number, Call("identify", $"ml-user-{id}", id, new JsonObject { ["traits"] = new JsonObject { ["age"] = years, ["occupation"] = occupation } }));
    }

    private static FileEvent? Rating(long number, string[] columns, Dictionary<string, MovieLensFilm> films, TimeSpan shift)
    {
        if (columns is not [var user, var film, var rating, var time, ..] || !int.TryParse(rating, out var stars) || !long.TryParse(time, out var seconds))
            return Header(number, "u.data", "needs user, item, rating, timestamp, separated by tabs");
        if (!films.TryGetValue(film, out var known)) return FileEvent.Refused("u.data", number, $"film {film} is not in u.item");
        if (stars is < 1 or > 5) return FileEvent.Refused("u.data", number, $"rating {stars} is not 1 to 5");
        return FileEvent.Of("u.data", number, Call("track", $"ml-rating-{user}-{film}", user, new JsonObject
        {
            ["event"] = "Title Rated",
            ["timestamp"] = (DateTimeOffset.FromUnixTimeSeconds(seconds) + shift).ToString("O", CultureInfo.InvariantCulture),
            ["properties"] = new JsonObject
            {
                ["title_id"] = TitleId(film),
                ["title"] = known.Name,
                ["genres"] = new JsonArray([.. known.Genres.Select(g => (JsonNode)g)]),
                ["rating"] = stars,
            },
        }));
    }

    private static JsonObject Call(string type, string messageId, string user, JsonObject call)
    {
        call["type"] = type;
        call["messageId"] = messageId;
        call["userId"] = $"ml-{user}";
        call["context"] = new JsonObject { ["location"] = new JsonObject { ["country"] = Country }, ["locale"] = "en-US" };
        return call;
    }

    /// <summary>The first line may name the columns; any other line of the wrong shape is refused.</summary>
    private static FileEvent? Header(long number, string file, string reason) => number == 1 ? null : FileEvent.Refused(file, number, reason);

    private static Dictionary<string, MovieLensFilm> Films(string path) => File.ReadLines(path, Latin1)
        .Select(line => line.Split('|'))
        .Where(columns => columns.Length >= 5 + MovieLensFilm.GenreNames.Count && long.TryParse(columns[0], out _))
        .ToDictionary(columns => columns[0], columns => new MovieLensFilm(columns[1],
            [.. MovieLensFilm.GenreNames.Where((genre, i) => genre.Length > 0 && columns[5 + i] == "1")]));
}

internal sealed record MovieLensFilm(string Name, IReadOnlyList<string> Genres)
{
    /// <summary>Columns 6 to 24 of u.item in the platform's spelling; the first ("unknown") is no genre.</summary>
    public static IReadOnlyList<string> GenreNames { get; } =
    [
        "", "action", "adventure", "animation", "children", "comedy", "crime", "documentary", "drama", "fantasy", "film-noir", "horror", "musical", "mystery",
        "romance", "sci-fi", "thriller", "war", "western",
    ];
}
