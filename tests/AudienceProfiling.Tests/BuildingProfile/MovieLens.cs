using System.Globalization;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

internal sealed record MovieLensRating(int User, int Film, int Stars, DateTimeOffset At);

/// <summary>MovieLens 100k (GroupLens).</summary>
internal static class MovieLens
{
    private static readonly string[] Genres =
    [
        "unknown", "action", "adventure", "animation", "children's", "comedy", "crime", "documentary", "drama", "fantasy", "film-noir", "horror", "musical",
        "mystery", "romance", "sci-fi", "thriller", "war", "western",
    ];

    public static (IReadOnlyList<MovieLensRating> Ratings, IReadOnlyList<CataloguedTitle> Titles) Read()
    {
        var ratings = File.ReadLines(PublicData.Path("movielens-100k", "u.data")).Skip(1).Select(line => line.Split('\t'))
            .Select(f => new MovieLensRating(Int(f[0]), Int(f[1]), Int(f[2]), DateTimeOffset.FromUnixTimeSeconds(Int(f[3])))).ToArray();
        var titles = File.ReadLines(PublicData.Path("movielens-100k", "u.item"), System.Text.Encoding.Latin1).Skip(1).Select(line => line.Split('|'))
            .Select(f => new CataloguedTitle($"ml-{f[0]}", f[1], [.. Genres.Where((_, i) => f[5 + i] == "1")], [])).ToArray();
        return (ratings, titles);
    }

    /// <summary>Just after the last rating: as of then the data is new.</summary>
    public static DateTimeOffset End(IReadOnlyList<MovieLensRating> ratings) => ratings.Max(r => r.At).AddHours(1);

    public static object ToEvent(MovieLensRating rating) => new
    {
        type = "track",
        @event = "Title Rated",
        messageId = $"ml-{rating.User}-{rating.Film}",
        userId = $"ml-{rating.User}",
        timestamp = rating.At,
        properties = new { title_id = $"ml-{rating.Film}", rating = rating.Stars },
    };

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
