using System.Globalization;

namespace AdPlatform.Standalone.Sample;

/// <param name="Supply">Impressions a week by country, over all formats: what viewers of that country watch.</param>
internal sealed record SampleTitle(string TitleId, string Name, IReadOnlyList<string> Genres, IReadOnlyDictionary<string, double> Supply)
{
    /// <summary>The titles of inventory.csv, in its order. Quoted fields are not understood: a title with a comma is read wrongly.</summary>
    public static IReadOnlyList<SampleTitle> All { get; } =
    [
        .. SampleFile.Text(SampleFile.Inventory).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(','))
            .GroupBy(columns => columns[0])
            .Select(rows => new SampleTitle(
                rows.Key, rows.First()[1], rows.First()[2].Split('|'),
                rows.GroupBy(row => row[5]).ToDictionary(country => country.Key, country => country.Sum(row => double.Parse(row[10], CultureInfo.InvariantCulture))))),
    ];
}
