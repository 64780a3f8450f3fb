using System.Globalization;

namespace AdPlatform.Verify.CheckingDelivery;

/// <param name="Position">From 0.</param>
internal sealed record BanditRow(int Item, int Position, double Click, double Propensity);

/// <summary>Reads the form of the Open Bandit Dataset (Saito et al. 2020).</summary>
internal static class BanditLog
{
    public static async Task<IReadOnlyList<BanditRow>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new UsageException($"There is no {path}.");
        var rows = new List<BanditRow>();
        string[]? header = null;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            var cells = line.Split(',');
            if (header is null)
            {
                header = cells;
                continue;
            }
            try
            {
                rows.Add(new((int)Number("item_id"), (int)Number("position") - 1, Number("click"), Number("propensity_score")));
            }
            catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException)
            {
                throw new UsageException($"{Path.GetFileName(path)}, line {rows.Count + 2}: item_id, position, click and propensity_score are needed.");
            }
            double Number(string name) => double.Parse(cells[Array.IndexOf(header, name)], CultureInfo.InvariantCulture);
        }
        return rows.Count > 1 ? rows : throw new UsageException($"{Path.GetFileName(path)} has no rows.");
    }

    /// <summary>Two levels of mappings and lists of numbers; nothing else of YAML is read.</summary>
    public static IReadOnlyList<(double Alpha, double Beta)> Priors(string path, string campaign)
    {
        if (!File.Exists(path)) throw new UsageException($"There is no {path}.");
        var lists = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var (outer, inner) = ("", "");
        foreach (var line in File.ReadLines(path).Where(line => line.Trim().Length > 0))
        {
            if (line.TrimStart().StartsWith('-')) lists[$"{outer}/{inner}"].Add(double.Parse(line.Trim().TrimStart('-'), CultureInfo.InvariantCulture));
            else if (line[0] != ' ') outer = line.Trim().TrimEnd(':');
            else lists[$"{outer}/{inner = line.Trim().TrimEnd(':')}"] = [];
        }
        return lists.TryGetValue($"{campaign}/alpha", out var alpha) && lists.TryGetValue($"{campaign}/beta", out var beta) && alpha.Count == beta.Count
            ? [.. alpha.Zip(beta)] : throw new UsageException($"prior_bts.yaml has no alpha and beta of {campaign}.");
    }
}
