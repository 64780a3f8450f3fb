namespace AdPlatform.AdDelivery.Writing;

/// <summary>Changes nothing: who waits for it has waited for everything handed in before.</summary>
internal sealed class WaitingWrite : Write
{
    public override Task ApplyAsync(Batch batch) => Task.CompletedTask;
}
