using System.Globalization;
using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.MediaPlanning.ReadingPlan;

namespace AdPlatform.MediaPlanning.Tests.ReadingPlan;

public sealed class ReadPlanTests
{
    [Fact]
    public async Task Json_and_csv_show_the_same_money_and_impressions()
    {
        await using var planning = await PlanningApp.StartAsync();
        var (id, client) = await BuiltAsync(planning);
        var (_, json) = await PlanningApp.GetAsync(client, $"/v1/plans/{id}");
        using var response = await client.GetAsync(new Uri($"/v1/plans/{id}.csv", UriKind.Relative));
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        var rows = Parse(await response.Content.ReadAsStringAsync());

        static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
        var planned = Amount(json.GetProperty("planned"));
        Assert.Equal(planned, rows.Sum(r => decimal.Parse(r["budget"], CultureInfo.InvariantCulture)));
        Assert.Equal(planned, json.GetProperty("lines").EnumerateArray().Sum(l => Amount(l.GetProperty("budget"))));
        Assert.Equal(planned, json.GetProperty("weeks").EnumerateArray().Sum(w => Amount(w.GetProperty("budget"))));
        Assert.Equal(Amount(json.GetProperty("budget")), planned + Amount(json.GetProperty("unspent")));
        var impressions = json.GetProperty("impressions").GetInt64();
        Assert.Equal(impressions, rows.Sum(r => long.Parse(r["impressions"], CultureInfo.InvariantCulture)));
        Assert.Equal(impressions, json.GetProperty("weeks").EnumerateArray().Sum(w => w.GetProperty("impressions").GetInt64()));

        var reach = json.GetProperty("reach");
        var atLeast = reach.GetProperty("atLeast").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        Assert.Equal(10, atLeast.Length);
        Assert.Equal(atLeast.OrderDescending(), atLeast);
        Assert.Equal(impressions, atLeast[0] * reach.GetProperty("averageFrequency").GetDouble(), 0.01 * impressions);
        Assert.All(json.GetProperty("lines").EnumerateArray(), l => Assert.InRange(l.GetProperty("exclusiveReach").GetDouble(), 0, l.GetProperty("reach").GetDouble()));
        Assert.Contains("100 EUR more would add about", json.GetProperty("explanation").GetProperty("nextUnit").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_sees_no_plan()
    {
        await using var planning = await PlanningApp.StartAsync();
        var (id, _) = await BuiltAsync(planning);
        var other = planning.AsAdvertiser("acc_other");
        Assert.Equal(404, (await PlanningApp.GetAsync(other, $"/v1/plans/{id}")).Status);
        Assert.Equal(404, (await PlanningApp.GetAsync(other, $"/v1/plans/{id}.csv")).Status);
        Assert.Empty((await PlanningApp.GetAsync(other, "/v1/plans")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(403, (await PlanningApp.GetAsync(planning.AsPublisher(), $"/v1/plans/{id}")).Status);
        Assert.Equal(404, (await PlanningApp.GetAsync(planning.AsAdvertiser(), "/v1/plans/pln_nonsense")).Status);
    }

    [Fact]
    public async Task Plans_of_a_campaign_are_listed_newest_first_in_pages()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(6));
        for (var version = 1; version <= 3; version++)
        {
            var n = version;
            await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { CampaignVersion = n });
            await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignVersion == n);
            planning.App.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var client = planning.AsAdvertiser();
        var path = $"/v1/plans?campaignId={Ids.Format("cmp", PlanningApp.NewId(1))}&pageSize=2";
        var (_, first) = await PlanningApp.GetAsync(client, path);
        var (_, second) = await PlanningApp.GetAsync(client, $"{path}&pageToken={first.GetProperty("nextPageToken").GetString()}");
        Assert.Equal([3, 2, 1], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("campaignVersion").GetInt32()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextPageToken").ValueKind);
        Assert.Equal(400, (await PlanningApp.GetAsync(client, "/v1/plans?campaignId=cmp_1")).Status);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("plain", "plain")]
    public void A_title_never_runs_as_a_formula(string title, string expected) => Assert.Equal(expected, PlanCsv.Text(title));

    private static async Task<(string Id, HttpClient Client)> BuiltAsync(PlanningApp planning)
    {
        await planning.ImportAsync(PlanningApp.Inventory(20));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)));
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();
        return (Ids.Format("pln", plan.PlanId), planning.AsAdvertiser());
    }

    private static List<Dictionary<string, string>> Parse(string csv)
    {
        using var reader = CsvHelper.CsvReader.FromText(csv);
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read()) rows.Add(reader.Headers.ToArray().Select((name, k) => (name, Value: reader.GetString(k))).ToDictionary(p => p.name, p => p.Value));
        return rows;
    }
}
