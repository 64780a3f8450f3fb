using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Cli.ImportingInventory;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Verify.CheckingBrief;

internal sealed class BriefWorldOptions
{
    private const string Csv = "csv";
    private readonly Option<string> inventory = new("--inventory") { Description = "File of titles and lines that can be bought. Default: the demo's (fictional titles in FR, BE, GB)." };
    private readonly Option<string> source = new("--inventory-source") { Description = "csv (the platform's own columns, default), netflix-top10 or netflix-titles." };
    private readonly Option<string> audience = new("--audience") { Description = "Viewers: a file with one Segment call a line, or a folder with MovieLens' u.data. Default: the demo's generated viewers." };
    private readonly Option<string> segments = new("--segments") { Description = "JSON array of {name, rule} as for POST /v1/segments. Default: the demo's three." };

    public BriefWorldOptions() => source.AcceptOnlyFromAmong(Csv, "netflix-top10", "netflix-titles");

    public IEnumerable<Option> All => [inventory, source, audience, segments];

    public BriefWorld Read(ParseResult arguments)
    {
        if (arguments.GetValue(source) is not null && arguments.GetValue(inventory) is null) throw new UsageException("--inventory-source needs --inventory.");
        return new BriefWorld(
            Existing(arguments.GetValue(inventory)), arguments.GetValue(source) ?? Csv, Existing(arguments.GetValue(audience)), Existing(arguments.GetValue(segments)));
    }

    private static string? Existing(string? path) => path is null || Path.Exists(path) ? path : throw new UsageException($"There is no file {Path.GetFullPath(path)}.");
}

/// <summary>Inventory, viewers and segments that a brief meets; null is the demo's sample.</summary>
internal sealed record BriefWorld(string? Inventory, string InventorySource, string? Audience, string? Segments)
{
    /// <summary>Of the demo: enough for its segments and its plan.</summary>
    private const int Viewers = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <returns>What was used, for the printed line.</returns>
    public async Task<object> LoadAsync(PlatformClient publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var inventory = await ImportInventory.SendAsync(
            publisher, Inventory is null ? SampleFile.Bytes(SampleFile.Inventory) : await File.ReadAllBytesAsync(Inventory, cancellationToken), InventorySource, cancellationToken);
        var segments = JsonNode.Parse(Segments is null ? SampleFile.Text(SampleFile.Segments) : await File.ReadAllTextAsync(Segments, cancellationToken))!.AsArray();
        foreach (var (number, segment) in segments.Index()) await publisher.PostAsync("/v1/segments", segment, $"verify-segment-{number}", cancellationToken);
        var sent = await new SendingBatches(publisher, clock).SendAsync(Events(clock), _ => { }, cancellationToken);
        await UntilAppliedAsync(publisher, sent.Accepted, clock, cancellationToken);
        return new
        {
            inventory = new { source = Name(Inventory), rows = inventory.GetProperty("rows"), accepted = inventory.GetProperty("accepted"), refused = inventory.GetProperty("refused") },
            audience = new { source = Name(Audience), events = sent.Accepted, refused = sent.RefusedCount },
            segments = new { source = Name(Segments), names = segments.Select(segment => segment!["name"]) },
        };
    }

    private static string Name(string? path) => path is null ? "the demo's sample" : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private IAsyncEnumerable<FileEvent> Events(TimeProvider clock) =>
        Audience is null ? SampleEvents.OfFirst(Viewers, clock.GetUtcNow())
        : Directory.Exists(Audience) ? MovieLensUntilNow(new DirectoryInfo(Audience), clock)
        : SegmentJsonLines.ReadAsync(new FileInfo(Audience));

    /// <summary>Ratings of 1998 would have decayed to nothing: the last one is now.</summary>
    private static IAsyncEnumerable<FileEvent> MovieLensUntilNow(DirectoryInfo folder, TimeProvider clock) => MovieLens.ReadAsync(folder, clock.GetUtcNow() - MovieLens.Newest(folder));

    /// <summary>Accepted is not yet applied. Each event ends in one count of its metric.</summary>
    private static async Task UntilAppliedAsync(PlatformClient publisher, long accepted, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var started = clock.GetTimestamp(); await AppliedAsync(publisher, cancellationToken) < accepted; await Task.Delay(Look, clock, cancellationToken))
            if (clock.GetElapsedTime(started) > Patience) throw new TimeoutException($"The {accepted} events are not in the profiles within {Patience}.");
    }

    private static async Task<double> AppliedAsync(PlatformClient publisher, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        using var response = await publisher.OpenAsync(request, cancellationToken);
        return (await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n')
            .Where(line => line.StartsWith("adplatform_profiling_events_total{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
