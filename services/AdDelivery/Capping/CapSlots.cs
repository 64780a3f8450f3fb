using System.Buffers.Binary;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>An impression that was promised, or seen.</summary>
/// <param name="At">Of the decision, milliseconds since 1970.</param>
/// <param name="Until">A slot that was not confirmed by then is free again; null for a confirmed one.</param>
/// <param name="UsefulUntil">From then on it counts for nothing: no limit that bound when it was taken reaches back to it.</param>
internal readonly record struct CapSlot(Guid DecisionId, Guid CampaignId, Guid CreativeId, string AdvertiserId, long At, DateTimeOffset? Until, DateTimeOffset UsefulUntil)
{
    public static CapSlot Of(CapUse use, Guid decisionId, DateTimeOffset? until) =>
        new(decisionId, use.CampaignId, use.CreativeId, use.AdvertiserId, DecidedAt(decisionId), until, use.UsefulUntil);

    /// <summary>The instant inside of a UUIDv7 (RFC 9562 section 5.7), milliseconds since 1970.</summary>
    public static long DecidedAt(Guid decisionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        decisionId.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }

    public bool Counts(in CapLimit limit, Guid campaignId, Guid creativeId, string advertiserId) => At >= limit.From && limit.Scope switch
    {
        CapScope.Campaign => CampaignId == campaignId,
        CapScope.Creative => CreativeId == creativeId,
        _ => AdvertiserId == advertiserId,
    };
}

/// <summary>The slots that one viewer holds under one id. Not safe for concurrent use.</summary>
internal sealed class CapSlots
{
    private readonly List<CapSlot> _slots;

    public CapSlots() => _slots = [];

    private CapSlots(List<CapSlot> slots) => _slots = slots;

    /// <summary>Would one more exceed the limit?</summary>
    public bool IsReached(in CapLimit limit, Guid campaignId, Guid creativeId, string advertiserId, DateTimeOffset now)
    {
        var count = 0;
        foreach (var slot in _slots)
            if (!(slot.Until <= now) && slot.UsefulUntil > now && slot.Counts(limit, campaignId, creativeId, advertiserId) && ++count >= limit.Most) return true;
        return false;
    }

    /// <returns>Index of the first limit that one more would exceed; -1 when there is none.</returns>
    public int Reached(CapUse use, IReadOnlyList<CapLimit> limits, DateTimeOffset now)
    {
        for (var i = 0; i < limits.Count; i++)
            if (IsReached(limits[i], use.CampaignId, use.CreativeId, use.AdvertiserId, now)) return i;
        return -1;
    }

    public CapSlots Copy() => new([.. _slots]);

    public void DropPast(DateTimeOffset now) => _slots.RemoveAll(slot => slot.Until <= now || slot.UsefulUntil <= now);

    public void Reserve(CapSlot slot) => _slots.Add(slot);

    public void Confirm(CapSlot slot)
    {
        _slots.RemoveAll(held => held.DecisionId == slot.DecisionId && held.CampaignId == slot.CampaignId);
        _slots.Add(slot);
    }

    public void Release(Guid campaignId, Guid decisionId) => _slots.RemoveAll(slot => slot.DecisionId == decisionId && slot.CampaignId == campaignId && slot.Until is not null);
}
