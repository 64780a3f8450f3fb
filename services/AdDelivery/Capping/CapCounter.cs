namespace AdPlatform.AdDelivery.Capping;

/// <summary>Cap counts of a one-process installation. One lock: what it guards takes about a microsecond.</summary>
internal sealed class CapCounter : ICapCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CapSlots> _viewers = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<CapSlots>?> LookAsync(IReadOnlyList<string> viewerHashes, TimeSpan budget)
    {
        lock (_gate) return new(Held(viewerHashes));
    }

    public ValueTask<CapHold> TryReserveAsync(CapUse use, IReadOnlyList<CapLimit> limits, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget)
    {
        lock (_gate)
        {
            foreach (var viewer in use.ViewerHashes)
            {
                if (!_viewers.TryGetValue(viewer, out var slots)) continue;
                slots.DropPast(now);
                if (slots.Reached(use, limits, now) is >= 0 and var limit) return new(new CapHold(CapOutcome.Reached, Limit: limit, Held: Held(use.ViewerHashes)));
            }
            var held = Held(use.ViewerHashes);
            foreach (var viewer in use.ViewerHashes) Of(viewer).Reserve(CapSlot.Of(use, decisionId, until));
            return new(new CapHold(CapOutcome.Taken, Held: held));
        }
    }

    public void Recorded(CapUse use, Guid decisionId, DateTimeOffset until, CapHold hold)
    {
        // The memory was not rebuilt since the slot was taken: that happens at the start only.
    }

    public ValueTask ConfirmAsync(CapUse use, Guid decisionId)
    {
        lock (_gate)
            foreach (var viewer in use.ViewerHashes) Of(viewer).Confirm(CapSlot.Of(use, decisionId, until: null));
        return default;
    }

    public ValueTask<bool> ReleaseAsync(CapUse use, Guid decisionId, DateTimeOffset now, TimeSpan budget)
    {
        lock (_gate)
            foreach (var viewer in use.ViewerHashes) Of(viewer).Release(use.CampaignId, decisionId);
        return new(true);
    }

    public ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes)
    {
        lock (_gate)
            foreach (var viewer in viewerHashes) _viewers.Remove(viewer);
        return default;
    }

    /// <summary>Takes over what was stored before a restart.</summary>
    public void Restore(string viewerHash, CapSlot slot)
    {
        lock (_gate) Of(viewerHash).Confirm(slot);
    }

    private List<CapSlots> Held(IReadOnlyList<string> viewerHashes)
    {
        var held = new List<CapSlots>(viewerHashes.Count);
        foreach (var viewer in viewerHashes) held.Add(_viewers.TryGetValue(viewer, out var slots) ? slots.Copy() : new());
        return held;
    }

    private CapSlots Of(string viewer)
    {
        if (_viewers.TryGetValue(viewer, out var slots)) return slots;
        return _viewers[viewer] = new();
    }
}
