using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Delivery;

/// <param name="Address">Of the whole platform.</param>
/// <param name="Process">The one that answers decisions; the load goes to it directly.</param>
/// <param name="With">Ends with it: a server, or the other services.</param>
internal sealed partial record Target(string Mode, Uri Address, ServiceProcess Process, string Key, IAsyncDisposable? With) : IAsyncDisposable
{
    /// <summary>Settings of every server: none watches its folder for changed settings, for some of them write there.</summary>
    public static IReadOnlyDictionary<string, string> Quiet { get; } = new Dictionary<string, string> { ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false" };

    public string LoadKey { get; set; } = "";

    public List<(Load Load, double ProcessorMicroseconds)> Rounds { get; } = [];

    /// <summary>Bytes a request, by round.</summary>
    public List<double> Allocated { get; } = [];

    [GeneratedRegex("""adplatform_delivery_decisions_total\{outcome="(?<outcome>[\w-]+)"\} (?<count>\d+)""")]
    private static partial Regex Outcome();

    public async Task<object> SummaryAsync(double bare, CancellationToken cancellationToken)
    {
        var rate = Report.Median(Rounds.Select(round => round.Load.PerSecond));
        return new
        {
            mode = Mode,
            perSecond = Report.Round(rate),
            ofBare = Report.Round(rate / bare),
            p50Ms = Report.Round(Report.Median(Rounds.Select(round => round.Load.P50Ms))),
            p99Ms = Report.Round(Report.Median(Rounds.Select(round => round.Load.P99Ms))),
            processorMicrosecondsEach = Report.Round(Report.Median(Rounds.Select(round => round.ProcessorMicroseconds))),
            errors = Rounds.Sum(round => round.Load.Errors + round.Load.Rejected),
            rounds = Rounds.Select(round => Report.Round(round.Load.PerSecond)),
            outcomes = Mode == "bare" ? null : await OutcomesAsync(cancellationToken),
        };
    }

    public async ValueTask DisposeAsync()
    {
        // The services end their own.
        if (With is not ServicesUnderTest) await Process.DisposeAsync();
        if (With is not null) await With.DisposeAsync();
    }

    /// <summary>Of all decisions since the start: what the load was mostly answered with.</summary>
    private async Task<Dictionary<string, long>> OutcomesAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Process.Address };
        return Outcome().Matches(await http.GetStringAsync("/metrics", cancellationToken))
            .ToDictionary(match => match.Groups["outcome"].Value, match => long.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
    }
}
