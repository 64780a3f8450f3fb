using System.Globalization;
using CsvHelper;

namespace AdPlatform.Standalone.Sample;

/// <param name="Supply">Impressions a week by country, over all formats: what viewers of that country watch.</param>
internal sealed record SampleTitle(string TitleId, string Name, IReadOnlyList<string> Genres, IReadOnlyDictionary<string, double> Supply)
{
    /// <summary>The titles of inventory.csv, in its order.</summary>
    public static IReadOnlyList<SampleTitle> All { get; } = Read();

    private static SampleTitle[] Read() =>
    [
        .. Rows().GroupBy(row => row.TitleId).Select(rows => new SampleTitle(
            rows.Key, rows.First().Title, rows.First().Genres.Split('|'),
            rows.GroupBy(row => row.Geography).ToDictionary(country => country.Key, country => country.Sum(row => row.WeeklySupply)))),
    ];

    private static IEnumerable<(string TitleId, string Title, string Genres, string Geography, double WeeklySupply)> Rows()
    {
        using var csv = CsvReader.FromText(SampleFile.Text(SampleFile.Inventory));
        while (csv.Read())
        {
            var row = csv.Headers.ToArray().Select((name, k) => (name, Value: csv.GetString(k))).ToDictionary(field => field.name, field => field.Value);
            yield return (row["title_id"], row["title"], row["genres"], row["geography"], double.Parse(row["weekly_supply"], CultureInfo.InvariantCulture));
        }
    }
}
