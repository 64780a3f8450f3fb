using AdPlatform.AdDelivery.Capping;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>
/// What an answer may spend on waiting for cap counts, over all its placements (once it is used up, capped campaigns do not serve in this answer), and what it has heard of them: its next
/// placements need not ask again, for a slot is only ever taken by a step that checks.
/// </summary>
internal sealed class CapTime(TimeSpan total, TimeProvider clock)
{
    private TimeSpan _left = total;

    /// <summary>The viewer's slots under each id, with those that this answer took; null before the counter told.</summary>
    public IReadOnlyList<CapSlots>? Held { get; set; }

    public void Took(CapSlot slot)
    {
        foreach (var slots in Held ?? []) slots.Reserve(slot);
    }

    public void Released(Guid campaignId, Guid decisionId)
    {
        foreach (var slots in Held ?? []) slots.Release(campaignId, decisionId);
    }

    public async ValueTask<T> SpendAsync<T>(Func<TimeSpan, ValueTask<T>> ask)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await ask(_left);
        }
        finally
        {
            _left -= clock.GetElapsedTime(started);
        }
    }
}
