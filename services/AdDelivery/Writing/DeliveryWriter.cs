using System.Diagnostics.Metrics;
using System.Threading.Channels;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>
/// Group commit: requests hand in their change, one writer commits all that has gathered while the last commit was on its way to the disk, then
/// each request goes on. So a reply waits for one sync of the disk at most twice, and the disk's rate does not bound events a second.
/// </summary>
internal sealed class DeliveryWriter(IServiceScopeFactory scopes, PendingRecords records) : BackgroundService
{
    /// <summary>Keeps a commit short.</summary>
    private const int MaxBatch = 500;

    /// <summary>What nobody waits for gathers so long: a commit costs as much as a hundred decisions in it. By the machine's own clock, as the disk is.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("adplatform.delivery.batch.size", description: "Changes committed together");

    // When the store is slow the door slows down, before memory fills.
    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(16_384) { SingleReader = true });
    private readonly SemaphoreSlim _hurry = new(0, 1);
    private int _hurrying;

    /// <summary>Waits only for room in the queue.</summary>
    public async ValueTask EnqueueAsync(Write write, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(write)) await _queue.Writer.WriteAsync(write, cancellationToken);
        if (write.IsAwaited) Hurry();
    }

    /// <summary>Waits until the change is on the disk.</summary>
    public async Task CommitAsync(Write write, CancellationToken cancellationToken)
    {
        await EnqueueAsync(write, cancellationToken);
        await write.Done;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was handed in is still committed; nothing new comes in.
        _queue.Writer.TryComplete();
        Hurry();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writes = new List<Write>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            Take(writes);
            if (writes.Count < MaxBatch && !writes.Exists(write => write.IsAwaited) && await _hurry.WaitAsync(Gathering)) Volatile.Write(ref _hurrying, 0);
            Take(writes);
            await CommitAsync(writes, more: true);
            BatchSize.Record(writes.Count);
            writes.Clear();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _hurry.Dispose();
    }

    private void Take(List<Write> writes)
    {
        while (writes.Count < MaxBatch && _queue.Reader.TryRead(out var write)) writes.Add(write);
    }

    /// <summary>Ends the gathering; what is in the queue is committed now.</summary>
    private void Hurry()
    {
        if (Interlocked.Exchange(ref _hurrying, 1) == 0) _hurry.Release();
    }

    private async Task CommitAsync(List<Write> writes, bool more = false)
    {
        try
        {
            await ApplyAsync(writes, more);
        }
        catch (Exception cause) when (StoreFaults.IsAway(cause))
        {
            // No single write is at fault.
            foreach (var write in writes) write.Fail(cause);
            return;
        }
        catch (Exception) when (writes.Count > 1)
        {
            // One of them may be at fault: each alone, so that it harms nobody else.
            foreach (var write in writes) await CommitAsync([write]);
            return;
        }
        catch (Exception cause)
        {
            writes[0].Fail(cause);
            return;
        }
        foreach (var write in writes)
        {
            await write.CommittedAsync();
            write.Complete();
        }
    }

    /// <param name="more">What came while it waited for its turn to write goes along.</param>
    private async Task ApplyAsync(List<Write> writes, bool more)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        await db.BeginWriteAsync(CancellationToken.None);
        if (more) Take(writes);
        using var batch = new Batch(db);
        await batch.ApplyAsync(writes.Where(write => !write.ReadsTotals));
        await batch.WriteTotalsAsync();
        foreach (var write in writes.Where(write => write.ReadsTotals)) await batch.ApplyAsync([write]);
        await batch.WriteRecordsAsync();
        await db.CommitAsync(CancellationToken.None);
        if (batch.HasRecords) records.Filled();
    }
}
