using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.AdDelivery.HoldingOut;

/// <summary>
/// Who is not shown a campaign, so that what it brings can be told from what would have come anyway: the same viewers on every instance and on every day. What they would have been shown is logged
/// instead (ghost ads: Johnson, Lewis and Nubbemeyer 2017, J. Marketing Research 54(6)), so that both groups are made of viewers whom the campaign would have reached.
/// </summary>
internal static class Holdout
{
    private const int MaxStackBytes = 256;

    /// <param name="share">Of all viewers, 0..1.</param>
    public static bool IsHeldOut(string viewerHash, Guid campaignId, double share)
    {
        var length = 16 + Encoding.UTF8.GetByteCount(viewerHash);
        Span<byte> named = length <= MaxStackBytes ? stackalloc byte[length] : new byte[length];
        campaignId.TryWriteBytes(named, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(viewerHash, named[16..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(named, digest);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * (1.0 / (1UL << 53)) < share;
    }
}
