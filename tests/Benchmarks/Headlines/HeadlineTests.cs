using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.Benchmarks.Headlines;

/// <summary>One headline of one test, under one image, with what it got.</summary>
internal sealed record Package(string Test, string Headline, string Image, double Impressions, double Clicks);

/// <summary>Two headlines of one test under the same image, of which one had significantly more clicks.</summary>
internal sealed record Pair(string Test, string A, string B, bool AWins);

/// <summary>The Upworthy Research Archive (Matias et al. 2021, CC BY 4.0): real headline tests.</summary>
internal sealed record HeadlineTests(IReadOnlyList<Package> Packages, IReadOnlyList<Pair> Pairs)
{
    public static HeadlineTests Read(string folder)
    {
        var packages = File.ReadLines(Path.Combine(folder, "exploratory-packages.tsv")).Skip(1).Select(line => line.Split('\t')).Where(c => c.Length >= 5)
            .Select(c => new Package(c[0], c[1].Trim(), c[4], double.Parse(c[2], CultureInfo.InvariantCulture), double.Parse(c[3], CultureInfo.InvariantCulture))).ToList();
        return new(packages, [.. PairsFile.Read(Path.Combine(folder, "pairs-exploratory.csv")).Select(p => new Pair(p.Test, p.A, p.B, p.AWins))]);
    }

    /// <summary>The fold of a test, from its id alone: the same in every run.</summary>
    public static int Fold(string test, int folds) => (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(test)), 0) % folds);

    /// <summary>Letters and digits only: a headline that was tested twice with another comma is the same headline.</summary>
    public static string Key(string headline) => string.Join(' ', new string([.. headline.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Everything outside the fold that shares no headline with it.</summary>
    public IReadOnlyList<Package> TrainingFor(int fold, int folds)
    {
        var held = Packages.Where(p => Fold(p.Test, folds) == fold).Select(p => Key(p.Headline)).ToHashSet();
        foreach (var pair in Pairs.Where(p => Fold(p.Test, folds) == fold)) { held.Add(Key(pair.A)); held.Add(Key(pair.B)); }
        var leaky = Packages.Where(p => Fold(p.Test, folds) != fold && held.Contains(Key(p.Headline))).Select(p => p.Test).ToHashSet();
        return [.. Packages.Where(p => Fold(p.Test, folds) != fold && !leaky.Contains(p.Test))];
    }
}

/// <summary>The archive's CSV of pairs: test, image, two headlines, and which had the higher rate (1 or 2).</summary>
internal static class PairsFile
{
    public static IEnumerable<(string Test, string A, string B, bool AWins)> Read(string path)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        var columns = rows[0].Select((name, i) => (name.Trim(), i)).ToDictionary(c => c.Item1, c => c.i);
        foreach (var row in rows.Skip(1))
            if (row.Count == rows[0].Count && double.TryParse(row[columns["higher_CTR"]], CultureInfo.InvariantCulture, out var winner))
                yield return (row[columns["clickability_test_id"]], row[columns["headline_1"]].Trim(), row[columns["headline_2"]].Trim(), winner == 1);
    }

    /// <summary>RFC 4180.</summary>
    private static IEnumerable<List<string>> Rows(string text)
    {
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r')) cell.Append(c);
            else if (c == ',') { row.Add(cell.ToString()); cell.Clear(); }
            else if (c == '\n') { row.Add(cell.ToString()); cell.Clear(); yield return row; row = []; }
        }
        if (cell.Length > 0 || row.Count > 0) { row.Add(cell.ToString()); yield return row; }
    }
}
