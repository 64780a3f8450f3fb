using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Cap counts of a one-process installation. One lock: what it guards takes well under a microsecond.</summary>
internal sealed class CapCounter : ICapCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Campaign, string Viewer), CapSlots> _slots = [];

    public ValueTask<bool[]?> AreReachedAsync(IReadOnlyList<string> viewerHashes, IReadOnlyList<CapQuestion> asked, DateTimeOffset now, TimeSpan budget)
    {
        lock (_gate) return new([.. asked.Select(question => IsReached(question.CampaignId, viewerHashes, question.Cap, question.Day, now))]);
    }

    public ValueTask<CapHold> TryReserveAsync(CapSubject subject, FrequencyCap cap, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget)
    {
        lock (_gate)
        {
            if (IsReached(subject.CampaignId, subject.ViewerHashes, cap, subject.Day, now)) return new(new CapHold(CapOutcome.Reached));
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Reserve(decisionId, subject.Day, until);
            return new(new CapHold(CapOutcome.Taken));
        }
    }

    public void Recorded(CapSubject subject, Guid decisionId, DateTimeOffset until, CapHold hold)
    {
        // The memory was not rebuilt since the slot was taken: that happens at the start only.
    }

    public ValueTask ConfirmAsync(CapSubject subject, Guid decisionId)
    {
        lock (_gate)
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Confirm(decisionId, subject.Day);
        return default;
    }

    public ValueTask<bool> ReleaseAsync(CapSubject subject, Guid decisionId, DateTimeOffset now, TimeSpan budget)
    {
        lock (_gate)
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Release(decisionId);
        return new(true);
    }

    public ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes)
    {
        lock (_gate)
            foreach (var key in _slots.Keys.Where(key => viewerHashes.Contains(key.Viewer)).ToList()) _slots.Remove(key);
        return default;
    }

    /// <summary>Takes over what was stored before a restart.</summary>
    public void Restore(Guid campaignId, string viewerHash, Guid decisionId, DateOnly day, DateTimeOffset? until)
    {
        lock (_gate)
        {
            if (until is { } end) Of(campaignId, viewerHash).Reserve(decisionId, day, end);
            else Of(campaignId, viewerHash).Confirm(decisionId, day);
        }
    }

    private bool IsReached(Guid campaignId, IReadOnlyList<string> viewerHashes, FrequencyCap cap, DateOnly day, DateTimeOffset now)
    {
        foreach (var viewer in viewerHashes)
            if (_slots.TryGetValue((campaignId, viewer), out var slots) && slots.IsReached(cap, day, now)) return true;
        return false;
    }

    private CapSlots Of(Guid campaignId, string viewer)
    {
        if (_slots.TryGetValue((campaignId, viewer), out var slots)) return slots;
        return _slots[(campaignId, viewer)] = new();
    }
}
