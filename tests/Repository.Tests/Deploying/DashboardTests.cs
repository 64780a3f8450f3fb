using System.Text.Json;
using System.Text.RegularExpressions;
using AdPlatform.Hosting.Telemetry;

namespace AdPlatform.Repository.Tests.Deploying;

/// <summary>A graph of a metric that does not exist is empty for ever, and nobody notices.</summary>
[Collection(ShippedPlatform.Shared)]
public sealed partial class DashboardTests(ShippedPlatform platform)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [GeneratedRegex(@"Create(?<kind>Counter|Histogram|UpDownCounter|Gauge|ObservableCounter|ObservableUpDownCounter|ObservableGauge)(<\w+>)?\(\s*""(?<name>[\w.]+)""(?<rest>[^;]*)")]
    private static partial Regex Declaration();

    [Fact]
    public async Task Every_metric_of_the_dashboard_is_declared_by_the_code_or_scraped_from_it()
    {
        var known = Declared().Concat(await ScrapedAsync()).Append("up").ToHashSet(StringComparer.Ordinal);
        var queries = Queries().ToArray();
        Assert.True(queries.Length >= 15, $"Only {queries.Length} queries were found.");
        foreach (var query in queries)
        {
            var names = MetricsOf(query).ToArray();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.True(known.Contains(name), $"Nobody measures {name}: {query}"));
        }
    }

    [Theory]
    [InlineData("sum by (outcome) (rate(a_total{http_route=\"/v1/{id}\"}[$__rate_interval])) / sum (b)", "a_total,b")]
    [InlineData("topk(8, histogram_quantile(0.99, sum by (le, route) (rate(c_bucket[5m]))))", "c_bucket")]
    public void The_names_in_a_query_are_found(string query, string names) => Assert.Equal(names, string.Join(',', MetricsOf(query)));

    private static IEnumerable<string> Queries()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/observability/grafana/dashboards/adplatform.json"))).RootElement;
        return dashboard.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!);
    }

    /// <summary>Identifiers that are no function, no label and no keyword.</summary>
    private static IEnumerable<string> MetricsOf(string query)
    {
        var bare = Regex.Replace(query, "\"[^\"]*\"", "");
        bare = Regex.Replace(bare, @"\{[^}]*\}|\[[^\]]*\]|\b(by|without|on|ignoring)\s*\([^)]*\)", " ");
        return Regex.Matches(bare, @"\b[a-zA-Z_:][\w:]*\b(?!\s*\()").Select(match => match.Value).Where(name => name is not ("and" or "or" or "unless" or "sum" or "bool"));
    }

    /// <summary>From the source: an instrument that nothing has moved yet is not scraped.</summary>
    private static IEnumerable<string> Declared() =>
        from folder in new[] { "services", "shared" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        from Match declaration in Declaration().Matches(File.ReadAllText(file))
        let kind = declaration.Groups["kind"].Value
        let unit = Regex.IsMatch(declaration.Groups["rest"].Value, "(^|[^\\w])\"s\"") ? "s" : null
        let name = PrometheusReader.NameOf(declaration.Groups["name"].Value, unit, kind is "Counter" or "ObservableCounter")
        from series in kind == "Histogram" ? new[] { name + "_bucket", name + "_sum", name + "_count" } : [name]
        select series;

    /// <summary>The framework's, after a request, an exception (of a body that is no JSON) and a message.</summary>
    private async Task<IReadOnlyCollection<string>> ScrapedAsync()
    {
        using var broken = await platform.PostAsync("/v1/accounts", "{");
        using var key = await platform.PostAsync("/v1/keys", """{"name":"scraped","scopes":["reports"]}""");
        key.EnsureSuccessStatusCode();
        using var limit = new CancellationTokenSource(Patience);
        for (; ; await Task.Delay(100, limit.Token))
        {
            var names = Regex.Matches(await platform.Client.GetStringAsync("/metrics", limit.Token), @"(?m)^[a-z]\w*").Select(match => match.Value).ToHashSet();
            if (names.Contains("messaging_masstransit_consume_total")) return names;
        }
    }
}
