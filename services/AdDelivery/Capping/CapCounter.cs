using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Cap counts of a one-process installation. One lock: what it guards takes well under a microsecond.</summary>
internal sealed class CapCounter : ICapCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Campaign, string Viewer), CapSlots> _slots = [];

    public ValueTask<bool> IsReachedAsync(CapSubject subject, FrequencyCap cap, DateTimeOffset now)
    {
        lock (_gate) return new(IsReached(subject, cap, now));
    }

    public ValueTask<bool> TryReserveAsync(CapSubject subject, FrequencyCap cap, Guid decisionId, DateTimeOffset until, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (IsReached(subject, cap, now)) return new(false);
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Reserve(decisionId, subject.Day, until);
            return new(true);
        }
    }

    public ValueTask ConfirmAsync(CapSubject subject, Guid decisionId)
    {
        lock (_gate)
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Confirm(decisionId, subject.Day);
        return default;
    }

    public ValueTask ReleaseAsync(CapSubject subject, Guid decisionId)
    {
        lock (_gate)
            foreach (var viewer in subject.ViewerHashes) Of(subject.CampaignId, viewer).Release(decisionId);
        return default;
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

    /// <summary>Counts of campaigns that will never serve again.</summary>
    public void DropCampaigns(IReadOnlySet<Guid> campaigns)
    {
        lock (_gate)
            foreach (var key in _slots.Keys.Where(key => campaigns.Contains(key.Campaign)).ToList()) _slots.Remove(key);
    }

    private bool IsReached(CapSubject subject, FrequencyCap cap, DateTimeOffset now)
    {
        foreach (var viewer in subject.ViewerHashes)
            if (_slots.TryGetValue((subject.CampaignId, viewer), out var slots) && slots.IsReached(cap, subject.Day, now)) return true;
        return false;
    }

    private CapSlots Of(Guid campaignId, string viewer)
    {
        if (_slots.TryGetValue((campaignId, viewer), out var slots)) return slots;
        return _slots[(campaignId, viewer)] = new();
    }
}
