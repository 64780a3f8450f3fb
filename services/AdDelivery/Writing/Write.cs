namespace AdPlatform.AdDelivery.Writing;

/// <summary>A change that is committed together with whatever else waits at that moment.</summary>
internal abstract class Write
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is on the disk; fails when it is not and never will be.</summary>
    public Task Done => _done.Task;

    /// <summary>What it reads must not change until it has written: it runs after the others of its batch, and by itself.</summary>
    public virtual bool ReadsTotals => false;

    /// <summary>Runs inside the batch's transaction and awaits nothing but the batch; once more, alone, when the batch could not be committed.</summary>
    public abstract Task ApplyAsync(Batch batch);

    /// <summary>Takes the change over into memory; in the order of the commits.</summary>
    public virtual ValueTask CommittedAsync() => default;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception cause)
    {
        _done.TrySetException(cause);
        // Who did not wait does not care; the runtime must not report it as unobserved.
        _ = _done.Task.Exception;
    }
}
