using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
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

    /// <summary>About 500 bytes each: a message stays far below 1 MiB.</summary>
    private const int MaxRecords = 500;

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
            "SELECT sequence, publisher_id, record FROM pending_records ORDER BY sequence LIMIT @p0",
            row => (Sequence: row.GetInt64(0), Publisher: row.GetString(1), Records: RecordsOf(row.GetString(2))), cancellationToken, MaxRows);
        if (rows.Count == 0) return 0;
        // Rows are written by the one writer of the service, so none with a lower number comes later: what was read is what goes.
        await db.ExecuteAsync("DELETE FROM pending_records WHERE sequence <= @p0", cancellationToken, rows[^1].Sequence);
        foreach (var publisher in rows.GroupBy(row => row.Publisher, row => row.Records))
            foreach (var records in publisher.SelectMany(records => records).Chunk(MaxRecords))
                db.Publish(new DeliveryRecorded { AccountId = publisher.Key, Records = records }, clock.GetUtcNow());
        await db.CommitAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>A row from before an upgrade has one record, and no array.</summary>
    private static IReadOnlyList<DeliveryRecord> RecordsOf(string json) =>
        json.StartsWith('[') ? ServingStore.Read<IReadOnlyList<DeliveryRecord>>(json) : [ServingStore.Read<DeliveryRecord>(json)];

    [LoggerMessage(LogLevel.Error, "Delivery records could not be published; tried again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
