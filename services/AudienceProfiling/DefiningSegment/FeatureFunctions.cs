using System.Data.Common;
using System.Runtime.InteropServices;
using AdPlatform.AudienceProfiling.Features;
using Microsoft.Data.Sqlite;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>What PostgreSQL has as width_bucket and unnest, for SQLite.</summary>
internal static class FeatureFunctions
{
    /// <summary>On an open connection; again does no harm.</summary>
    public static void Add(DbConnection connection)
    {
        if (connection is not SqliteConnection sqlite) return;
        sqlite.CreateFunction("feature_count", (byte[] numbers, double last, double before) => (long)(NotAbove(numbers, last) - NotAbove(numbers, before)), isDeterministic: true);
        sqlite.CreateFunction("feature_count_any", (byte[] numbers, byte[] features, long first, long last) => CountAny(numbers, features, first, last), isDeterministic: true);
    }

    private static int NotAbove(byte[] numbers, double value)
    {
        var sorted = MemoryMarshal.Cast<byte, double>(numbers);
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static long CountAny(byte[] numbers, byte[] features, long first, long last)
    {
        var wanted = MemoryMarshal.Cast<byte, int>(features);
        var count = 0L;
        foreach (var number in MemoryMarshal.Cast<byte, double>(numbers))
        {
            var feature = Math.Floor(number / FeatureRows.Values);
            var value = number - (feature * FeatureRows.Values);
            if (value >= first && value <= last && wanted.BinarySearch((int)feature) >= 0) count++;
        }
        return count;
    }
}
