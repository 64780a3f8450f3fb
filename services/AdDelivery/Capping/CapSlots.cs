using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <param name="Until">A slot that was not confirmed by then is free again; null for a confirmed one.</param>
internal readonly record struct CapSlot(Guid DecisionId, DateOnly Day, DateTimeOffset? Until);

/// <summary>The slots that one viewer holds of one campaign. Not safe for concurrent use.</summary>
internal sealed class CapSlots
{
    private readonly List<CapSlot> _slots = [];

    public bool IsReached(FrequencyCap cap, DateOnly day, DateTimeOffset now)
    {
        _slots.RemoveAll(slot => slot.Until <= now);
        return (cap.PerFlight is { } flight && _slots.Count >= flight)
            || (cap.PerDay is { } perDay && _slots.Count(slot => slot.Day == day) >= perDay);
    }

    public void Reserve(Guid decisionId, DateOnly day, DateTimeOffset until) => _slots.Add(new(decisionId, day, until));

    public void Confirm(Guid decisionId, DateOnly day)
    {
        _slots.RemoveAll(slot => slot.DecisionId == decisionId);
        _slots.Add(new(decisionId, day, Until: null));
    }

    public void Release(Guid decisionId) => _slots.RemoveAll(slot => slot.DecisionId == decisionId && slot.Until is not null);
}
