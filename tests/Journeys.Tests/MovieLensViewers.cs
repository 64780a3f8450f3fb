namespace AdPlatform.Journeys.Tests;

/// <summary>What the test itself reads of MovieLens, to know what to expect.</summary>
internal sealed class MovieLensViewers(string folder)
{
    private const int FirstGenreColumn = 5;

    /// <summary>Of viewers who rated at most this often: half of them, with a sixth of the ratings.</summary>
    private const int AtMost = 65;

    private readonly string[] ratings = RatingsOfSome(folder);
    private readonly HashSet<int> adults = [.. File.ReadLines(Path.Combine(folder, "u.user")).Select(line => line.Split('|')).Where(c => int.TryParse(c[1], out var age) && age >= 18).Select(c => int.Parse(c[0]))];

    /// <summary>A folder of the same form with the viewers of these numbers only.</summary>
    public void WritePart(string target, int above, int lastViewer)
    {
        File.Copy(Path.Combine(folder, "u.item"), Path.Combine(target, "u.item"));
        File.WriteAllLines(Path.Combine(target, "u.data"), ratings.Where(line => IsIn(Viewer(line))));
        File.WriteAllLines(Path.Combine(target, "u.user"), File.ReadLines(Path.Combine(folder, "u.user")).Where(line => char.IsAsciiDigit(line[0]) && IsIn(int.Parse(line.Split('|')[0]))));
        bool IsIn(int viewer) => viewer > above && viewer <= lastViewer;
    }

    public int CountOf(int viewer) => ratings.Count(line => Viewer(line) == viewer);

    /// <summary>Of the last rating that is in a profile: minors have none.</summary>
    public int LastViewer(int above, int atMost) => ratings.Select(Viewer).Last(viewer => viewer > above && viewer <= atMost && adults.Contains(viewer));

    /// <summary>Adult viewers above a number, the one whose liking is most for one genre first.</summary>
    /// <param name="genreColumn">0 for unknown, 15 for science fiction, as in u.genre.</param>
    public IReadOnlyList<int> Fans(int genreColumn, int above)
    {
        var films = File.ReadLines(Path.Combine(folder, "u.item"), System.Text.Encoding.Latin1).Select(line => line.Split('|')).Where(c => char.IsAsciiDigit(c[0][0])).ToDictionary(c => c[0], c => c[FirstGenreColumn..]);
        return [.. ratings.Select(line => line.Split('\t')).GroupBy(c => int.Parse(c[0])).Where(viewer => viewer.Key > above && adults.Contains(viewer.Key))
            .OrderByDescending(viewer =>
            {
                var liked = viewer.Select(c => (Weight: (int.Parse(c[2]) - 1) / 4.0, Genres: films[c[1]])).ToArray();
                return liked.Sum(f => f.Genres[genreColumn] == "1" ? f.Weight : 0) / liked.Sum(f => f.Weight * f.Genres.Count(g => g == "1"));
            })
            .Select(viewer => viewer.Key)];
    }

    private static string[] RatingsOfSome(string folder)
    {
        var all = File.ReadLines(Path.Combine(folder, "u.data")).Where(line => char.IsAsciiDigit(line[0])).ToArray();
        var some = all.CountBy(Viewer).Where(viewer => viewer.Value <= AtMost).Select(viewer => viewer.Key).ToHashSet();
        return [.. all.Where(line => some.Contains(Viewer(line)))];
    }

    private static int Viewer(string line) => int.Parse(line[..line.IndexOf('\t')]);
}
