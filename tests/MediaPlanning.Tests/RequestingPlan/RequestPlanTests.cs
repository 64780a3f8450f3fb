using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;

namespace AdPlatform.MediaPlanning.Tests.RequestingPlan;

public sealed class RequestPlanTests
{
    private const string Twelve = """ "flight":{"start":"2026-11-30","end":"2027-02-21"},"geographies":["FR"] """;

    [Fact]
    public async Task A_plan_of_200_lines_and_12_weeks_has_every_output_and_its_figures_reconcile_between_json_csv_and_xlsx()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(120));
        var client = planning.AsAdvertiser();
        var plan = await CreateAsync(client, $$"""{"budget":{"amount":"600000.00","currency":"EUR"},"audience":{"name":"thriller fans"},{{Twelve}} }""");
        var id = plan.GetProperty("planId").GetString();
        var lines = plan.GetProperty("lines").EnumerateArray().ToArray();
        Assert.Equal((200, 12), (lines.Length, plan.GetProperty("weeks").GetArrayLength()));
        var planned = Amount(plan.GetProperty("planned"));
        Assert.Equal(planned, lines.Sum(l => Amount(l.GetProperty("budget"))));
        Assert.Equal(planned, plan.GetProperty("weeks").EnumerateArray().Sum(w => Amount(w.GetProperty("budget"))));
        Assert.Equal(10, plan.GetProperty("reach").GetProperty("atLeast").GetArrayLength());
        Assert.True(plan.GetProperty("ratings").GetProperty("grp").GetDouble() > 0 && plan.GetProperty("ratings").GetProperty("trp").GetDouble() > plan.GetProperty("ratings").GetProperty("grp").GetDouble());
        Assert.InRange(plan.GetProperty("certificate").GetProperty("gap").GetDouble(), 0, 1e-3);
        Assert.NotEqual("", plan.GetProperty("explanation").GetProperty("nextUnit").GetString());

        // CSV: a row a line and week with money.
        var csv = (await client.GetStringAsync(new Uri($"/v1/plans/{id}.csv", UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Fields).ToArray();
        Assert.Equal(planned, csv.Sum(row => decimal.Parse(row[11], CultureInfo.InvariantCulture)));
        Assert.Equal(plan.GetProperty("impressions").GetInt64(), csv.Sum(row => long.Parse(row[12], CultureInfo.InvariantCulture)));

        // XLSX: the same figures in the sheets, and the calendar's corner is the total.
        var file = await client.GetByteArrayAsync(new Uri($"/v1/plans/{id}.xlsx", UriKind.Relative));
        if (Environment.GetEnvironmentVariable("ADPLATFORM_KEEP_PAGES") is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "plan.xlsx"), file);
        var sheets = Sheets(file);
        Assert.Equal(planned, decimal.Parse(sheets[0].Single(row => row[0] == "Planned")[1], CultureInfo.InvariantCulture));
        Assert.Equal(planned, sheets[1].Skip(1).Sum(row => decimal.Parse(row[10], CultureInfo.InvariantCulture)));
        Assert.Equal(planned, sheets[2].Skip(1).Sum(row => decimal.Parse(row[5], CultureInfo.InvariantCulture)));
        Assert.Equal(csv.Length, sheets[2].Count - 1);
        Assert.Equal(planned, decimal.Parse(sheets[3][^1][^1], CultureInfo.InvariantCulture));
        Assert.Equal(lines[0].GetProperty("reach").GetDouble(), double.Parse(sheets[1][1][13], CultureInfo.InvariantCulture), 9);

        var (_, scenarios) = await PlanningApp.PostAsync(client, $"/v1/plans/{id}/scenarios", "{}");
        Assert.Equal(["three quarters", "as planned", "a quarter more", "spread evenly"], scenarios.EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal(plan.GetProperty("reach").GetProperty("atLeast")[0].GetDouble(), scenarios[1].GetProperty("reach").GetDouble());
        // The money of these scenarios has reached everybody: what more of it buys is frequency.
        Assert.All(scenarios.EnumerateArray().Zip(scenarios.EnumerateArray().Skip(1)).Take(2), pair => Assert.True(
            pair.First.GetProperty("impressions").GetInt64() < pair.Second.GetProperty("impressions").GetInt64() && pair.First.GetProperty("reach").GetDouble() <= pair.Second.GetProperty("reach").GetDouble()));

        var (_, frontier) = await PlanningApp.GetAsync(client, $"/v1/plans/{id}/frontier");
        Assert.Equal(100, frontier.GetArrayLength());
        var points = frontier.EnumerateArray().Select(p => (Value: p.GetProperty("value").GetDouble(), Bound: p.GetProperty("bound").GetDouble(), Slope: p.GetProperty("marginalValue").GetDouble())).ToArray();
        Assert.All(points, p => Assert.InRange(p.Bound / p.Value - 1, -1e-12, 1e-4));
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second.Value >= pair.First.Value * (1 - 1e-5) && pair.Second.Slope <= pair.First.Slope * (1 + 1e-2)));

        var (_, duplication) = await PlanningApp.GetAsync(client, $"/v1/plans/{id}/duplication");
        Assert.Equal(lines[0].GetProperty("reach").GetDouble(), duplication.GetProperty("matrix")[0][0].GetDouble(), 0);
    }

    [Fact]
    public async Task Caps_locks_flighting_and_resources_hold_together_to_the_cent()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(40));
        var plan = await CreateAsync(planning.AsAdvertiser(), $$"""
            {"budget":{"amount":"50000.00","currency":"EUR"},"flight":{"start":"2026-11-30","end":"2026-12-27"},"geographies":["FR"],"flighting":"even",
             "caps":[{"dimension":"genre","value":"thriller","most":{"amount":"6000.00","currency":"EUR"} },{"dimension":"format","value":"native","most":{"amount":"15000.00","currency":"EUR"} }],
             "locks":[{"titleId":"tt-title-3","format":"native","geography":"FR","budget":{"amount":"777.77","currency":"EUR"} }],
             "resources":[{"name":"co2 grams","most":500000,"perThousand":{"display-300x250":100,"native":150,"pause-1920x1080":400} }]}
            """);
        var lines = plan.GetProperty("lines").EnumerateArray().ToArray();
        decimal Sum(Func<JsonElement, bool> which) => lines.Where(which).Sum(l => Amount(l.GetProperty("budget")));
        Assert.True(Sum(l => l.GetProperty("genres").EnumerateArray().Any(g => g.GetString() == "thriller")) <= 6000m);
        Assert.True(Sum(l => l.GetProperty("format").GetString() == "native") <= 15000m);
        Assert.Equal(777.77m, Sum(l => l.GetProperty("titleId").GetString() == "tt-title-3" && l.GetProperty("format").GetString() == "native"));
        Assert.All(plan.GetProperty("weeks").EnumerateArray(), w => Assert.InRange(Amount(w.GetProperty("budget")), 0, 12500m));
        var co2 = lines.Sum(l => l.GetProperty("impressions").GetInt64() / 1000.0 * l.GetProperty("format").GetString() switch { "native" => 150, "pause-1920x1080" => 400, _ => 100 });
        Assert.True(co2 <= 500_000, $"{co2} g");
        Assert.True(Amount(plan.GetProperty("planned")) <= 50000m);
    }

    [Fact]
    public async Task A_goal_is_reached_for_less_than_the_budget_and_a_goal_out_of_reach_says_what_is_possible()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        var client = planning.AsAdvertiser();
        var all = await CreateAsync(client, $$"""{"budget":{"amount":"40000.00","currency":"EUR"},{{Twelve}} }""");
        var goal = Math.Round(all.GetProperty("reach").GetProperty("atLeast")[0].GetDouble() * 0.6);
        var less = await CreateAsync(client, $$"""{"budget":{"amount":"40000.00","currency":"EUR"},"reachGoal":{{goal}},{{Twelve}} }""");
        Assert.InRange(less.GetProperty("reach").GetProperty("atLeast")[0].GetDouble(), goal, goal * 1.02);
        Assert.True(Amount(less.GetProperty("planned")) < 30000m);
        var (status, problem) = await PlanningApp.PostAsync(client, "/v1/plans", $$"""{"budget":{"amount":"40000.00","currency":"EUR"},"reachGoal":1e9,{{Twelve}} }""");
        Assert.Equal((422, "reachGoal"), (status, problem.GetProperty("errors").GetProperty("constraints")[0].GetString()));
    }

    [Fact]
    public async Task Locks_that_cannot_hold_are_named_with_the_smallest_relaxation()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(10));
        var (status, problem) = await PlanningApp.PostAsync(planning.AsAdvertiser(), "/v1/plans", $$"""
            {"budget":{"amount":"1000.00","currency":"EUR"},{{Twelve}},"locks":[
              {"titleId":"tt-title-1","format":"native","geography":"FR","budget":{"amount":"700.00","currency":"EUR"} },
              {"titleId":"tt-title-2","format":"native","geography":"FR","budget":{"amount":"500.00","currency":"EUR"} }]}
            """);
        Assert.Equal(422, status);
        var constraints = problem.GetProperty("errors").GetProperty("constraints").EnumerateArray().Select(c => c.GetString()!).ToArray();
        Assert.Contains("budget: 1000.00 EUR", constraints);
        Assert.Contains(constraints, c => c.StartsWith("locks: Title, number", StringComparison.Ordinal));
        Assert.Contains("200.00 EUR", problem.GetProperty("errors").GetProperty("relaxation")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR"]}""", "budget")]
    [InlineData("""{"budget":{"amount":"-1.00","currency":"EUR"},"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR"]}""", "budget.amount")]
    [InlineData("""{"budget":{"amount":"100.00","currency":"EUR"},"flight":{"start":"2026-12-31","end":"2026-12-01"},"geographies":["FR"]}""", "flight.end")]
    [InlineData("""{"budget":{"amount":"100.00","currency":"EUR"},"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR","XX"]}""", "geographies[1]")]
    [InlineData("""{"budget":{"amount":"100.00","currency":"EUR"},"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR"],"excludedGenres":["blimp"]}""", "excludedGenres[0]")]
    [InlineData("""{"budget":{"amount":"100.00","currency":"EUR"},"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR"],"audience":{"name":"martians"}}""", "audience.name")]
    [InlineData("""{"budget":{"amount":"100.00","currency":"EUR"},"flight":{"start":"2026-12-01","end":"2026-12-31"},"geographies":["FR"],"caps":[{"dimension":"mood","value":"x","most":{"amount":"1.00","currency":"EUR"}}]}""", "caps[0].dimension")]
    [InlineData("""{"text":"Blimps over Ruritania"}""", "geographies")]
    public async Task What_is_wrong_is_refused_by_its_field(string body, string field)
    {
        await using var planning = await PlanningApp.StartAsync();
        var (status, problem) = await PlanningApp.PostAsync(planning.AsAdvertiser(), "/v1/plans", body);
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_sentence_is_shown_back_as_fields_before_it_runs()
    {
        await using var planning = await PlanningApp.StartAsync();
        var (status, read) = await PlanningApp.PostAsync(planning.AsAdvertiser(), "/v1/plans/sentences", """{"text":"Reach young parents in France in December with 200k, blimps"}""");
        Assert.Equal(200, status);
        Assert.Equal("200000.00", read.GetProperty("request").GetProperty("budget").GetProperty("amount").GetString());
        Assert.Equal("young parents", read.GetProperty("request").GetProperty("audience").GetProperty("name").GetString());
        Assert.Equal(["blimps"], read.GetProperty("notUnderstood").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public async Task A_plan_that_was_typed_in_is_judged_against_the_bound()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(20));
        var client = planning.AsAdvertiser();
        const string Request = """{"budget":{"amount":"2000.00","currency":"EUR"},"flight":{"start":"2026-11-30","end":"2026-12-06"},"geographies":["FR"]}""";
        string Typed(string amount) => $$"""{"request":{{Request}},"lines":[{"titleId":"tt-title-1","format":"native","geography":"FR","weeks":[{"monday":"2026-11-30","budget":{"amount":"{{amount}}","currency":"EUR"} }]}]}""";
        var (status, poor) = await PlanningApp.PostAsync(client, "/v1/plans/score", Typed("300.00"));
        Assert.True(status == 200, poor.ToString());
        Assert.InRange(poor.GetProperty("share").GetDouble(), 0.001, 0.9);
        Assert.Equal(0, poor.GetProperty("broken").GetArrayLength());
        Assert.Equal("300.00", poor.GetProperty("plan").GetProperty("planned").GetProperty("amount").GetString());
        var (_, broken) = await PlanningApp.PostAsync(client, "/v1/plans/score", Typed("9000.00"));
        Assert.Contains(broken.GetProperty("broken").EnumerateArray(), b => b.GetString()!.StartsWith("budget: overdrawn by 7000.00 EUR", StringComparison.Ordinal));
        Assert.Equal(400, (await PlanningApp.PostAsync(client, "/v1/plans/score", Typed("1.00").Replace("tt-title-1", "tt-none", StringComparison.Ordinal))).Status);

        // Our own plan, typed in, is as good as its certificate says.
        var plan = await CreateAsync(client, Request);
        var lines = plan.GetProperty("lines").EnumerateArray().Select(l => new
        {
            titleId = l.GetProperty("titleId").GetString(), format = l.GetProperty("format").GetString(), geography = "FR",
            weeks = l.GetProperty("weeks").EnumerateArray().Select(w => new { monday = w.GetProperty("monday").GetString(), budget = w.GetProperty("budget") }),
        });
        var (_, own) = await PlanningApp.PostAsync(client, "/v1/plans/score", $$"""{"request":{{Request}},"lines":{{JsonSerializer.Serialize(lines)}} }""");
        Assert.Equal(plan.GetProperty("certificate").GetProperty("value").GetDouble() / plan.GetProperty("certificate").GetProperty("unrestrictedBound").GetDouble(), own.GetProperty("share").GetDouble(), 4);
    }

    [Fact]
    public async Task A_budget_is_split_over_S_curves_to_the_cent_with_its_certificate()
    {
        await using var planning = await PlanningApp.StartAsync();
        var (status, split) = await PlanningApp.PostAsync(planning.AsAdvertiser(), "/v1/plans/splits", """
            {"budget":{"amount":"1000.01","currency":"EUR"},"channels":[
              {"name":"tv","curve":"hill","most":900,"half":600,"shape":3},{"name":"display","curve":"hill","most":300,"half":200},
              {"name":"pause","curve":"effectiveReach","most":400,"half":150,"shape":3,"atLeast":50}]}
            """);
        Assert.True(status == 200, split.ToString());
        Assert.Equal(1000.01m, split.GetProperty("channels").EnumerateArray().Sum(c => Amount(c.GetProperty("spend"))));
        Assert.InRange(split.GetProperty("gap").GetDouble(), 0, 2e-4);
        var (refused, problem) = await PlanningApp.PostAsync(planning.AsAdvertiser(), "/v1/plans/splits", """
            {"budget":{"amount":"10.00","currency":"EUR"},"channels":[{"name":"tv","curve":"hill","most":900,"half":600,"shape":3,"atLeast":12.5}]}
            """);
        Assert.Equal(422, refused);
        Assert.Contains("lower that by 2.5", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_delivered_is_fixed_and_the_rest_is_planned_again()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(20));
        var client = planning.AsAdvertiser();
        var plan = await CreateAsync(client, $$"""{"budget":{"amount":"9000.00","currency":"EUR"},{{Twelve}} }""");
        var (id, line) = (plan.GetProperty("planId").GetString()!, plan.GetProperty("lines")[0].GetProperty("lineId").GetString()!);
        Assert.Equal(200, (await PlanningApp.PostAsync(client, $"/v1/plans/{id}/book", "{}")).Status);
        Assert.True(Ids.TryParse("lin", line, out var lineId));
        await planning.App.PublishAsync(new DeliveryRecorded
        {
            AccountId = PlanningApp.Publisher,
            Records = [.. Enumerable.Range(0, 40).Select(n => new DeliveryRecord
            {
                RecordId = $"r{n}", Kind = n < 30 ? DeliveryKind.Impression : DeliveryKind.Click, DecisionId = PlanningApp.NewId(n), AdvertiserId = PlanningApp.Advertiser, CampaignId = PlanningApp.NewId(1), LineId = lineId,
                CreativeId = PlanningApp.NewId(2), Context = "none", Propensity = 1, Uniform = false, Charge = n < 30 ? new Money(20_000, "EUR") : null, At = planning.App.Clock.GetUtcNow(),
            })],
        });
        JsonElement again = default;
        await AdPlatform.Testing.TestApp.EventuallyAsync(async () =>
        {
            (_, again) = await PlanningApp.PostAsync(client, $"/v1/plans/{id}/replan", "{}");
            return again.TryGetProperty("delivered", out var delivered) && delivered.GetArrayLength() == 1;
        }, "delivery is counted");
        Assert.Equal(("0.60", 30, 2), (again.GetProperty("spent").GetProperty("amount").GetString(), again.GetProperty("delivered")[0].GetProperty("impressions").GetInt64(), again.GetProperty("planVersion").GetInt32()));
        Assert.Equal("8999.40", again.GetProperty("plan").GetProperty("budget").GetProperty("amount").GetString());
        Assert.InRange(Amount(again.GetProperty("plan").GetProperty("planned")), 8000m, 8999.40m);
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string body)
    {
        var (status, plan) = await PlanningApp.PostAsync(client, "/v1/plans", body);
        Assert.True(status == 201, plan.ToString());
        return plan;
    }

    private static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Fields of one CSV row, quotes taken away.</summary>
    private static string[] Fields(string row)
    {
        var (fields, quoted, field) = (new List<string>(), false, new System.Text.StringBuilder());
        foreach (var c in row)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }
        return [.. fields, field.ToString()];
    }

    private static List<List<string[]>> Sheets(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        XNamespace ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        return [.. zip.Entries.Where(e => e.FullName.Contains("worksheets/sheet", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal).Select(entry =>
        {
            using var stream = entry.Open();
            return XDocument.Load(stream).Descendants(ns + "row").Select(row => row.Elements(ns + "c").Select(c => c.Value).ToArray()).ToList();
        })];
    }
}
