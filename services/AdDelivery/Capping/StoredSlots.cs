using System.Data.Common;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Slots as they lie in cap_uses.</summary>
internal static class StoredSlots
{
    public const string Columns = "viewer_hash, decision_id, campaign_id, creative_id, advertiser_id, until, useful_until";

    /// <summary>Rows from before creatives and advertisers were counted may lack them: they count for their campaign.</summary>
    public static (string ViewerHash, CapSlot Slot) Read(DbDataReader row)
    {
        var (decision, at) = (row.Id(1), CapSlot.DecidedAt(row.Id(1)));
        return (row.GetString(0), new(
            decision, row.Id(2), row.IsDBNull(3) ? Guid.Empty : row.Id(3), row.IsDBNull(4) ? "" : row.GetString(4), at, row.IsDBNull(5) ? null : row.At(5),
            row.IsDBNull(6) ? DateTimeOffset.FromUnixTimeMilliseconds(at) + CapUse.UsefulUnlessTold : row.At(6)));
    }
}
