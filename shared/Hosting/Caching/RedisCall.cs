using System.Diagnostics.CodeAnalysis;
using Polly;
using StackExchange.Redis;

namespace AdPlatform.Hosting.Caching;

/// <summary>One call on its way, with its deadline.</summary>
/// <param name="owner">Counts what became of it.</param>
internal sealed class RedisCall<T>(RedisConnection owner, RedisLink on, Func<IDatabase, Task<T>> call, TimeSpan deadline)
{
    private static readonly string[] CannotServe = ["LOADING", "READONLY", "MISCONF", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "OOM", "BUSY", "NOREPLICAS"];

    public bool Sent { get; private set; }

    [SuppressMessage("Design", "CA1031", Justification = "Every failure is an outcome for the breaker to judge.")]
    public async ValueTask<Outcome<T>> SendAsync()
    {
        Task<T>? task = null;
        try
        {
            Sent = true;
            task = call(on.Database);
            var result = await task.WaitAsync(deadline, owner.Clock);
            on.Exit();
            owner.Told("ok");
            return Outcome.FromResult(result);
        }
        catch (TimeoutException) when (task is { IsCompleted: false })
        {
            // Still in flight, and bounded as such until the answer comes or the connection is given up.
            _ = task.ContinueWith(
                static (late, link) =>
                {
                    _ = late.Exception;
                    ((RedisLink)link!).Exit();
                },
                on, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            owner.Told("timeout");
            return Outcome.FromException<T>(new TimeoutException($"Redis did not answer within {deadline.TotalMilliseconds:0} ms."));
        }
        catch (Exception cause)
        {
            on.Exit();
            var told = Translate(cause);
            owner.Told(told is RedisAwayException ? "away" : "error");
            return Outcome.FromException<T>(told);
        }
    }

    private static Exception Translate(Exception cause) => cause switch
    {
        RedisServerException refused when Array.Exists(CannotServe, word => refused.Message.StartsWith(word, StringComparison.Ordinal)) => new RedisAwayException(refused.Message, refused),
        RedisServerException refused => refused,
        RedisException or ObjectDisposedException or TimeoutException or OperationCanceledException or IOException => new RedisAwayException(cause.Message, cause),
        _ => cause,
    };
}
