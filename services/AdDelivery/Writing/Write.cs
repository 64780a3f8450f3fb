namespace AdPlatform.AdDelivery.Writing;

/// <summary>A change that is committed together with whatever else waits at that moment.</summary>
/// <param name="isAwaited">Somebody waits for it: it is committed without delay.</param>
internal abstract class Write(bool isAwaited = true)
{
    private readonly TaskCompletionSource? _done = isAwaited ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public bool IsAwaited => _done is not null;

    /// <summary>Ends when the change is on the disk; fails when it is not and never will be.</summary>
    public Task Done => _done?.Task ?? throw new InvalidOperationException("A write that nobody waits for does not tell when it is done.");

    /// <summary>What it reads must not change until it has written: it runs after the others of its batch, and by itself.</summary>
    public virtual bool ReadsTotals => false;

    /// <summary>Runs inside the batch's transaction and awaits nothing but the batch; once more, alone, when the batch could not be committed.</summary>
    public abstract Task ApplyAsync(Batch batch);

    /// <summary>Takes the change over into memory; in the order of the commits.</summary>
    public virtual ValueTask CommittedAsync() => default;

    public void Complete() => _done?.TrySetResult();

    public void Fail(Exception cause)
    {
        if (_done is null) return;
        _done.TrySetException(cause);
        // Who did not wait does not care; the runtime must not report it as unobserved.
        _ = _done.Task.Exception;
    }
}
