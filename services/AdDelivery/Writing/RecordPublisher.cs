using System.Text;
using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>Tells the publisher of records that some wait.</summary>
internal sealed class PendingRecords
{
    private int _filled = 1;

    public void Filled() => Volatile.Write(ref _filled, 1);

    /// <summary>True once after each filling; also at start, for what a crash left.</summary>
    public bool Take() => Interlocked.Exchange(ref _filled, 0) == 1;
}

/// <summary>
/// Publishes records a fifth of a second's worth at a time: a message costs milliseconds at each of its consumers, a record in it microseconds.
/// The rows were committed with what they tell, and go away in the transaction that puts the message into the outbox.
/// </summary>
internal sealed partial class RecordPublisher(IServiceScopeFactory scopes, PendingRecords pending, TimeProvider clock, ILogger<RecordPublisher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>For what another instance wrote before it died.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    /// <summary>Characters of a message, unless one commit has more: some 500 records, far below 1 MiB.</summary>
    private const int MaxCharacters = 256 * 1024;

    /// <summary>Counts of a message: some 200 bytes each.</summary>
    private const int MaxDecisions = 1000;

    /// <summary>A row has the records of one commit of one publisher.</summary>
    private const int MaxRows = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            var now = clock.GetUtcNow();
            if (!pending.Take() && now - looked < LookAnyway) continue;
            looked = now;
            try
            {
                while (await PublishAsync(stoppingToken) == MaxRows)
                {
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                LogFailed(log, cause);
                pending.Filled();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        // Of several instances one at a time: what it reads nobody else takes.
        await db.BeginWriteAsync(cancellationToken);
        var rows = await db.QueryAsync(
            "SELECT sequence, publisher_id, record, decisions FROM pending_records ORDER BY sequence LIMIT @p0",
            row => (Sequence: row.GetInt64(0), Publisher: row.GetString(1), Records: row.GetString(2), Decisions: row.IsDBNull(3) ? null : row.GetString(3)), cancellationToken, MaxRows);
        if (rows.Count == 0) return 0;
        // Rows are written by the one writer of the service, so none with a lower number comes later: what was read is what goes.
        await db.ExecuteAsync("DELETE FROM pending_records WHERE sequence <= @p0", cancellationToken, rows[^1].Sequence);
        foreach (var publisher in rows.GroupBy(row => row.Publisher))
            foreach (var body in BodiesOf(publisher.Key, publisher.Select(row => row.Records), Sum(publisher.Select(row => row.Decisions)))) db.PublishWritten<DeliveryRecorded>(publisher.Key, body, clock.GetUtcNow());
        await db.CommitAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>One count of each creative of a line, whatever commits they are from.</summary>
    private static IEnumerable<DecisionCount> Sum(IEnumerable<string?> rows) =>
        rows.OfType<string>().SelectMany(row => JsonSerializer.Deserialize<List<DecisionCount>>(row, PlatformJson.Bus)!)
            .GroupBy(count => (count.LineId, count.CreativeId)).Select(same => same.First() with { Count = same.Sum(count => count.Count) });

    /// <summary>The rows' records, put together as they were written, and the decisions where there is room.</summary>
    private static IEnumerable<string> BodiesOf(string publisherId, IEnumerable<string> rows, IEnumerable<DecisionCount> decisions)
    {
        var head = $"{{\"accountId\":{JsonSerializer.Serialize(publisherId, PlatformJson.Bus)},\"records\":[";
        var body = new StringBuilder(head);
        foreach (var row in rows)
        {
            // A row from before an upgrade has one record, and no array.
            var (start, length) = row.StartsWith('[') ? (1, row.Length - 2) : (0, row.Length);
            if (length == 0) continue;
            if (body.Length > head.Length && body.Length + length > MaxCharacters)
            {
                yield return body.Append("]}").ToString();
                body.Clear().Append(head);
            }
            if (body.Length > head.Length) body.Append(',');
            body.Append(row, start, length);
        }
        foreach (var part in decisions.Chunk(MaxDecisions))
        {
            yield return body.Append("],\"decisions\":").Append(JsonSerializer.Serialize(part, PlatformJson.Bus)).Append('}').ToString();
            body.Clear().Append(head);
        }
        if (body.Length > head.Length) yield return body.Append("]}").ToString();
    }

    [LoggerMessage(LogLevel.Error, "Delivery records could not be published; tried again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
