using System.Globalization;
using AdPlatform.Hosting.Storage;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// How slots lie in Redis: one hash a viewer, <c>c2:{viewer hash}</c>, so that each script and each look needs one key; a field a slot, campaign and
/// decision in 16 bytes each; the value <c>{at}|{until}|{useful until}|{creative}|{advertiser}</c>: at in milliseconds, or <c>x</c> for a slot that was given up, until empty for a
/// confirmed one.
/// </summary>
internal static class CapKeys
{
    /// <summary>Absent on a server that has lost its data, by whatever way; another name for another form of the values, which has them written again.</summary>
    public const string Rebuilt = "caps-rebuilt-2";

    private const int CampaignBytes = 16;

    public static RedisKey Of(string viewerHash) => "c2:" + viewerHash;

    public static byte[] Campaign(Guid campaignId) => campaignId.ToByteArray();

    public static byte[] Field(Guid campaignId, Guid decisionId) => [.. campaignId.ToByteArray(), .. decisionId.ToByteArray()];

    public static string Value(in CapSlot slot) => string.Create(
        CultureInfo.InvariantCulture, $"{slot.At}|{(slot.Until is { } until ? Micros(until) : null)}|{Micros(slot.UsefulUntil)}|{Creative(slot.CreativeId)}|{slot.AdvertiserId}");

    public static string Creative(Guid creativeId) => creativeId.ToString("N");

    public static long Micros(DateTimeOffset at) => UnixMicroseconds.From(at);

    /// <summary>One viewer's slots.</summary>
    public static CapSlots Read(HashEntry[] entries)
    {
        var slots = new CapSlots();
        foreach (var entry in entries) Read(entry.Name, entry.Value, slots);
        return slots;
    }

    /// <param name="entries">Field, value, field, value...</param>
    public static CapSlots Read(RedisValue[] entries)
    {
        var slots = new CapSlots();
        for (var i = 0; i + 1 < entries.Length; i += 2) Read(entries[i], entries[i + 1], slots);
        return slots;
    }

    private static void Read(RedisValue name, RedisValue content, CapSlots slots)
    {
        var (field, value) = ((byte[])name!, ((string)content!).Split('|', 5));
        if (value[0] == "x") return;
        slots.Reserve(new(
            new Guid(field.AsSpan(CampaignBytes)), new Guid(field.AsSpan(0, CampaignBytes)), Guid.ParseExact(value[3], "N"), value[4],
            long.Parse(value[0], CultureInfo.InvariantCulture), value[1].Length == 0 ? null : Instant(value[1]), Instant(value[2])));
    }

    private static DateTimeOffset Instant(string micros) => UnixMicroseconds.To(long.Parse(micros, CultureInfo.InvariantCulture));
}
