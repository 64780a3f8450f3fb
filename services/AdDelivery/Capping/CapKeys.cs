using System.Globalization;
using AdPlatform.Hosting.Storage;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// How slots lie in Redis: one hash a viewer, <c>c:{viewer hash}</c>, so that each script and each look needs one key; a field a slot, campaign and
/// decision in 16 bytes each; the value <c>{day number}|{until}</c>, until empty for a confirmed one, and the day <c>x</c> for a slot that was given up.
/// </summary>
internal static class CapKeys
{
    /// <summary>Absent on a server that has lost its data, by whatever way.</summary>
    public const string Rebuilt = "caps-rebuilt";

    private const int CampaignBytes = 16;

    public static RedisKey Of(string viewerHash) => "c:" + viewerHash;

    public static byte[] Campaign(Guid campaignId) => campaignId.ToByteArray();

    public static byte[] Field(Guid campaignId, Guid decisionId) => [.. campaignId.ToByteArray(), .. decisionId.ToByteArray()];

    public static long Micros(DateTimeOffset at) => UnixMicroseconds.From(at);

    /// <summary>One viewer's slots by campaign.</summary>
    public static Dictionary<Guid, CapSlots> Read(HashEntry[] entries)
    {
        var slots = new Dictionary<Guid, CapSlots>();
        foreach (var entry in entries)
        {
            var (field, value) = ((byte[])entry.Name!, ((string)entry.Value!).Split('|'));
            if (value[0] == "x") continue;
            var campaign = new Guid(field.AsSpan(0, CampaignBytes));
            if (!slots.TryGetValue(campaign, out var held)) slots[campaign] = held = new();
            var (decision, day) = (new Guid(field.AsSpan(CampaignBytes)), DateOnly.FromDayNumber(int.Parse(value[0], CultureInfo.InvariantCulture)));
            if (value[1].Length == 0) held.Confirm(decision, day);
            else held.Reserve(decision, day, UnixMicroseconds.To(long.Parse(value[1], CultureInfo.InvariantCulture)));
        }
        return slots;
    }
}
