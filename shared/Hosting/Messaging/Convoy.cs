namespace AdPlatform.Hosting.Messaging;

/// <summary>Group commit: what comes while a group is on its way waits, and goes together with all that waits then. In the order in which it came.</summary>
/// <param name="most">Of one group, in the unit of <paramref name="weightOf"/>; a single item may be heavier.</param>
/// <param name="carry">Takes a group; what it fails with, everyone in the group is told.</param>
public sealed class Convoy<T>(long most, Func<T, long> weightOf, Func<IReadOnlyList<T>, Task> carry)
{
    private readonly Lock gate = new();
    private readonly Queue<Passenger> waiting = new();
    private bool moving;

    /// <summary>Ends when the item's group has arrived.</summary>
    public Task JoinAsync(T item)
    {
        var passenger = new Passenger(item, ExecutionContext.Capture());
        lock (gate)
        {
            waiting.Enqueue(passenger);
            if (moving) return passenger.Arrived.Task;
            moving = true;
        }

        // The convoy outlives whoever set it in motion, and is not theirs.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(MoveAsync);
        return passenger.Arrived.Task;
    }

    private async Task MoveAsync()
    {
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                await InTraceOf(group[0], () => carry(group.ConvertAll(passenger => passenger.Item)));
                foreach (var passenger in group) passenger.Arrived.SetResult();
            }
            catch (Exception cause)
            {
                foreach (var passenger in group) passenger.Arrived.SetException(cause);
            }
        }
    }

    private List<Passenger> Next()
    {
        lock (gate)
        {
            var (group, weight) = (new List<Passenger>(), 0L);
            while (waiting.TryPeek(out var next) && (group.Count == 0 || weight + weightOf(next.Item) <= most))
            {
                group.Add(waiting.Dequeue());
                weight += weightOf(next.Item);
            }

            moving = group.Count > 0;
            return group;
        }
    }

    private static Task InTraceOf(Passenger first, Func<Task> work)
    {
        if (first.Context is not { } context) return work();
        Task task = null!;
        ExecutionContext.Run(context, _ => task = work(), null);
        return task;
    }

    private sealed record Passenger(T Item, ExecutionContext? Context)
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
