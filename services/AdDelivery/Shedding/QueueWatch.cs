using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Shedding;

/// <summary>
/// Measures how long work waits for a thread: every 10 ms a thread of its own hands the pool an empty item and looks when it ran. That is what a request waits before any code of ours sees
/// it. By the machine's own clock: nothing else says how late the machine is.
/// </summary>
internal sealed class QueueWatch(IOptions<AdDeliveryOptions> options) : IHostedService, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    /// <summary>So few items that wait long are the machine's slowness and no crowd: refusing some of them would help nobody.</summary>
    private const int Few = 64;

    private readonly ManualResetEventSlim _stopping = new();
    private long _waited;
    private double _letIn = 1;
    private Thread? _thread;

    /// <summary>Part of the questions that is let in, 0..1.</summary>
    public double LetIn => Volatile.Read(ref _letIn);

    /// <summary>What a question that comes now has waited, about, before anybody saw it.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "queue watch", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread?.Join();
        _stopping.Dispose();
    }

    private void Watch()
    {
        var (given, ran) = (0L, 1);
        while (!_stopping.Wait(Every))
        {
            var now = System.Diagnostics.Stopwatch.GetTimestamp();
            if (Interlocked.Exchange(ref ran, 0) == 1)
            {
                given = now;
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        Interlocked.Exchange(ref _waited, System.Diagnostics.Stopwatch.GetElapsedTime(given).Ticks);
                        Volatile.Write(ref ran, 1);
                    },
                    null);
            }
            else
            {
                // Still waiting: at least so long.
                Interlocked.Exchange(ref _waited, System.Diagnostics.Stopwatch.GetElapsedTime(given, now).Ticks);
            }
            Volatile.Write(ref _letIn, Refusal.Next(_letIn, ThreadPool.PendingWorkItemCount > Few ? Waited : TimeSpan.Zero, options.Value.MaxQueueDelay));
        }
    }
}
