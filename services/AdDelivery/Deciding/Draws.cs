using System.Buffers.Binary;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Chance that can be had again: uniform numbers in [0, 1) that depend on the decision's id and what they are for, and on nothing else.</summary>
internal static class Draws
{
    public static double Line(Guid decisionId) => Uniform(decisionId, 1);

    public static double Slice(Guid decisionId) => Uniform(decisionId, 2);

    public static double Creative(Guid decisionId) => Uniform(decisionId, 3);

    private static double Uniform(Guid id, ulong purpose)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return (Mix(Mix(Mix(high) ^ low) + (purpose * 0x9E3779B97F4A7C15)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
