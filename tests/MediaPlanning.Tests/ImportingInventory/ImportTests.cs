using System.Text;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.ImportingInventory;

public sealed class ImportTests
{
    private const string Header = "title_id,title,genres,format,geography,cpm,currency,weekly_supply\n";
    private const string Good = "tt-a,Velvet Harbour,Thriller|crime,native,FR,12.50,EUR,50000\n";

    [Fact]
    public async Task A_bad_row_is_reported_with_its_line_and_reason_and_skipped()
    {
        await using var planning = await PlanningApp.StartAsync();
        var csv = Header + Good
            + "tt-b,Two,comedy,billboard,FR,12.50,EUR,50000\n"
            + "\"tt-c\",\"A name\nover two lines\",comedy,native,FR,abc,EUR,50000\n"
            + "tt-d,Four,comedy,native,FR,12.50,EUR\n"
            + "tt-e,\"Fi\"ve,comedy,native,FR,12.50,EUR,50000\n"
            + "tt-f,Six,comedy,native,FR,12.50,EUR,NaN\n"
            + "tt-g,Seven,comedy,native,FR,12.50,EUR,1000\n";
        var (status, body) = await PlanningApp.ImportAsync(planning.AsPublisher(), Encoding.UTF8.GetBytes(csv), "csv");
        Assert.Equal(200, status);
        Assert.Equal((7, 2, 5), (body.GetProperty("rows").GetInt32(), body.GetProperty("accepted").GetInt32(), body.GetProperty("refused").GetInt32()));
        var refused = body.GetProperty("refusedRows").EnumerateArray().Select(r => (r.GetProperty("line").GetInt32(), r.GetProperty("reason").GetString()![..6])).ToArray();
        Assert.Equal([(3, "format"), (4, "cpm mu"), (6, "the ro"), (7, "there "), (8, "weekly")], refused);
    }

    [Fact]
    public async Task The_same_import_twice_changes_and_announces_nothing()
    {
        await using var planning = await PlanningApp.StartAsync();
        var client = planning.AsPublisher();
        var (_, first) = await PlanningApp.ImportAsync(client, Encoding.UTF8.GetBytes(Header + Good), "csv");
        Assert.Equal(1, first.GetProperty("stored").GetProperty("lines").GetInt32());
        var told = await planning.App.WaitForAsync<TitleCatalogued>();
        Assert.Equal(("tt-a", "thriller,crime", "700,KHPC5A"), (told.Titles[0].TitleId, string.Join(',', told.Titles[0].Genres), string.Join(',', told.Titles[0].Categories)));

        var (_, second) = await PlanningApp.ImportAsync(client, Encoding.UTF8.GetBytes(Header + Good), "csv");
        Assert.Equal("{\"titles\":0,\"lines\":0,\"weeks\":0}", second.GetProperty("stored").GetRawText());
        var (_, listed) = await PlanningApp.GetAsync(client, "/v1/inventory");
        Assert.Single(listed.GetProperty("items").EnumerateArray());
        await PlanningApp.ImportAsync(client, Encoding.UTF8.GetBytes(Header + "tt-z,Last,drama,native,FR,12.50,EUR,1\n"), "csv");
        await planning.App.WaitForAsync<TitleCatalogued>(m => m.Titles.Any(t => t.TitleId == "tt-z"));
        Assert.Single(planning.App.Messages.Of<TitleCatalogued>(), m => m.Titles.Any(t => t.TitleId == "tt-a"));
    }

    [Fact]
    public async Task An_unclosed_quote_costs_the_rows_after_it_and_not_those_before()
    {
        await using var planning = await PlanningApp.StartAsync();
        var csv = Header + Good + "tt-b,\"Two,comedy,native,FR,12.50,EUR,50000\n" + string.Concat(Enumerable.Repeat(Good, 5000));
        var (status, body) = await PlanningApp.ImportAsync(planning.AsPublisher(), Encoding.UTF8.GetBytes(csv), "csv");
        Assert.Equal(200, status);
        Assert.Equal((1, 1), (body.GetProperty("accepted").GetInt32(), body.GetProperty("refused").GetInt32()));
        Assert.Contains("quote is not closed", body.GetProperty("refusedRows")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inventory_is_paged_and_belongs_to_its_publisher()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(5));
        var client = planning.AsPublisher();
        var seen = new List<string>();
        string? token = null;
        do
        {
            var (status, page) = await PlanningApp.GetAsync(client, $"/v1/inventory?pageSize=4{(token is null ? "" : $"&pageToken={token}")}");
            Assert.Equal(200, status);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("titleId").GetString()}/{i.GetProperty("format").GetString()}"));
            token = page.GetProperty("nextPageToken").GetString();
        }
        while (token is not null);
        Assert.Equal(15, seen.Distinct().Count());
        Assert.Equal(15, seen.Count);

        var (_, other) = await PlanningApp.GetAsync(planning.AsPublisher("acc_other"), "/v1/inventory");
        Assert.Empty(other.GetProperty("items").EnumerateArray());
        Assert.Equal(400, (await PlanningApp.GetAsync(client, "/v1/inventory?pageToken=%25")).Status);
        using var content = new StringContent(Header + Good, Encoding.UTF8, "text/csv");
        using var forbidden = await planning.AsAdvertiser().PostAsync(new Uri("/v1/inventory/imports", UriKind.Relative), content);
        Assert.Equal(403, (int)forbidden.StatusCode);
    }

    [Fact]
    public async Task Public_netflix_files_become_titles_with_genres_and_weekly_viewing()
    {
        var top10 = await File.ReadAllBytesAsync(PublicData.Path("netflix", "top10-global-to-2025.tsv"));
        var titles = await File.ReadAllBytesAsync(PublicData.Path("netflix", "titles.csv"));
        await using var planning = await PlanningApp.StartAsync();
        var client = planning.AsPublisher();
        var (_, hours) = await PlanningApp.ImportAsync(client, top10, "netflix-top10&cpm=18.00&currency=EUR", "text/tab-separated-values");
        Assert.Equal((9400, 0), (hours.GetProperty("rows").GetInt32(), hours.GetProperty("refused").GetInt32()));
        var (_, genres) = await PlanningApp.ImportAsync(client, titles, "netflix-titles");
        Assert.Equal(8807, genres.GetProperty("rows").GetInt32());
        var refused = genres.GetProperty("refusedRows").EnumerateArray().Select(r => r.GetProperty("reason").GetString()!).ToArray();
        Assert.Equal(3, refused.Count(r => r.Contains("columns are shifted", StringComparison.Ordinal)));
        Assert.Equal(7, refused.Count(r => r.Contains("spreadsheet", StringComparison.Ordinal)));

        var (_, inventory) = await PlanningApp.GetAsync(client, "/v1/inventory?titleId=tt-stranger-things");
        var item = inventory.GetProperty("items")[0];
        Assert.Equal("Stranger Things", item.GetProperty("title").GetString());
        Assert.Contains("mystery", item.GetProperty("genres").EnumerateArray().Select(g => g.GetString()));
        Assert.Equal("18.00", item.GetProperty("cpm").GetProperty("amount").GetString());
    }
}
