using System.Collections.Concurrent;
using MassTransit;

namespace AdPlatform.Testing;

/// <summary>What services have published since the start, and whoever waits for more.</summary>
public sealed class PublishedMessages : IPublishObserver
{
    private readonly ConcurrentQueue<object> seen = new();
    private readonly ConcurrentDictionary<Waiter, bool> waiters = new();

    public IReadOnlyCollection<object> Seen => seen;

    public IEnumerable<T> Of<T>() => seen.OfType<T>();

    public async Task<T> WaitForAsync<T>(Func<T, bool> matches, TimeSpan atMost)
        where T : class
    {
        var waiter = new Waiter(message => message is T typed && matches(typed));
        waiters[waiter] = true;
        try
        {
            if (seen.FirstOrDefault(waiter.Matches) is { } already) return (T)already;
            return (T)await waiter.Found.Task.WaitAsync(atMost);
        }
        catch (TimeoutException)
        {
            var list = string.Join(", ", seen.GroupBy(m => m.GetType().Name).Select(g => $"{g.Key} x{g.Count()}"));
            throw new TimeoutException($"No {typeof(T).Name} that matches was published within {atMost}. Seen: {list}");
        }
        finally
        {
            waiters.TryRemove(waiter, out _);
        }
    }

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        seen.Enqueue(context.Message);
        foreach (var waiter in waiters.Keys)
            if (waiter.Matches(context.Message)) waiter.Found.TrySetResult(context.Message);
        return Task.CompletedTask;
    }

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    private sealed record Waiter(Func<object, bool> Matches)
    {
        public TaskCompletionSource<object> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
