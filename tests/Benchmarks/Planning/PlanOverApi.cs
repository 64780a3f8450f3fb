using System.Diagnostics;
using System.Globalization;
using System.Text;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.MediaPlanning;
using AdPlatform.Testing;

namespace AdPlatform.Benchmarks.Planning;

/// <summary>A planner's request over HTTP, planned, stored and returned; one after the other.</summary>
internal static class PlanOverApi
{
    public static async Task<object> RunAsync(int lines, int weeks, int requests, CancellationToken cancellationToken)
    {
        Report.Say("api");
        await using var app = await TestApp.StartAsync(new TestService(b => b.AddMediaPlanning(), bus => bus.AddMediaPlanningConsumers(), r => r.MapMediaPlanning()));
        using var inventory = new StringContent(Inventory(lines * 3 / 5), Encoding.UTF8, "text/csv");
        using var imported = await app.Client(AccountKind.Publisher, "acc_publisher", null, "inventory").PostAsync(new Uri("/v1/inventory/imports", UriKind.Relative), inventory, cancellationToken);
        imported.EnsureSuccessStatusCode();
        var client = app.Client(AccountKind.Advertiser, "acc_advertiser", "acc_publisher", "plans");
        var end = new DateOnly(2026, 11, 30).AddDays((7 * weeks) - 1);
        var (milliseconds, planned) = (new List<double>(), 0);
        for (var n = -10; n < requests; n++)
        {
            var body = $$"""{"budget":{"amount":"{{(3000 * lines) + n}}.00","currency":"EUR"},"flight":{"start":"2026-11-30","end":"{{end:yyyy-MM-dd}}"},"geographies":["FR"],"audience":{"name":"thriller fans"} }""";
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/plans", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", $"benchmark-{n}");
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (n >= 0) milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(text);
            planned = System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("lines").GetArrayLength();
        }
        milliseconds.Sort();
        return new { what = $"a planner's request of {planned} lines x {weeks} weeks over the API", requests, p50Ms = Report.Round(Report.Median(milliseconds)), p95Ms = Report.Round(milliseconds[(int)(0.95 * (milliseconds.Count - 1))]), barP95Ms = 300 };
    }

    private static string Inventory(int titles)
    {
        var (csv, random) = (new StringBuilder("title_id,title,genres,format,geography,cpm,currency,weekly_supply,pool\n"), new Random(7));
        string[] genres = ["thriller", "comedy", "drama", "horror", "family", "documentary"];
        for (var k = 0; k < titles; k++)
        {
            foreach (var format in FormatIds.Served)
                csv.Append(CultureInfo.InvariantCulture, $"tt-{k},Title {k},{genres[k % 6]},{format},FR,{8 + (random.Next(1200) / 100.0)},EUR,{20_000 + random.Next(60_000)},pool-{k}\n");
        }
        return csv.ToString();
    }
}
