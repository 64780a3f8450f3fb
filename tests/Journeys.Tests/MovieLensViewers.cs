namespace AdPlatform.Journeys.Tests;

/// <summary>What the test itself reads of MovieLens, to know what to expect.</summary>
internal sealed class MovieLensViewers(string folder)
{
    private const int FirstGenreColumn = 5;
    private readonly string[] ratings = [.. File.ReadLines(Path.Combine(folder, "u.data")).Where(line => char.IsAsciiDigit(line[0]))];

    /// <summary>A folder of the same form with the viewers up to this number only.</summary>
    public void WritePart(string target, int lastViewer)
    {
        File.Copy(Path.Combine(folder, "u.item"), Path.Combine(target, "u.item"));
        File.WriteAllLines(Path.Combine(target, "u.data"), ratings.Where(line => Viewer(line) <= lastViewer));
        File.WriteAllLines(Path.Combine(target, "u.user"), File.ReadLines(Path.Combine(folder, "u.user")).Where(line => char.IsAsciiDigit(line[0]) && int.Parse(line.Split('|')[0]) <= lastViewer));
    }

    public int CountOf(int viewer) => ratings.Count(line => Viewer(line) == viewer);

    public int LastViewer(int atMost) => ratings.Select(Viewer).Last(viewer => viewer <= atMost);

    /// <summary>Adult viewers above a number, the one whose liking is most for one genre first.</summary>
    /// <param name="genreColumn">0 for unknown, 15 for science fiction, as in u.genre.</param>
    public IReadOnlyList<int> Fans(int genreColumn, int above)
    {
        var films = File.ReadLines(Path.Combine(folder, "u.item"), System.Text.Encoding.Latin1).Select(line => line.Split('|')).Where(c => char.IsAsciiDigit(c[0][0])).ToDictionary(c => c[0], c => c[FirstGenreColumn..]);
        var adults = File.ReadLines(Path.Combine(folder, "u.user")).Select(line => line.Split('|')).Where(c => int.TryParse(c[1], out var age) && age >= 18).Select(c => int.Parse(c[0])).ToHashSet();
        return [.. ratings.Select(line => line.Split('\t')).GroupBy(c => int.Parse(c[0])).Where(viewer => viewer.Key > above && adults.Contains(viewer.Key))
            .OrderByDescending(viewer =>
            {
                var liked = viewer.Select(c => (Weight: (int.Parse(c[2]) - 1) / 4.0, Genres: films[c[1]])).ToArray();
                return liked.Sum(f => f.Genres[genreColumn] == "1" ? f.Weight : 0) / liked.Sum(f => f.Weight * f.Genres.Count(g => g == "1"));
            })
            .Select(viewer => viewer.Key)];
    }

    private static int Viewer(string line) => int.Parse(line[..line.IndexOf('\t')]);
}
