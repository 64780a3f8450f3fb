using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AdPlatform.Hosting.Storage;

/// <summary>UTC instants as microseconds since 1970: sortable, comparable and exact in SQLite, which has no such type.</summary>
public sealed class UnixMicroseconds() : ValueConverter<DateTimeOffset, long>(instant => From(instant), micros => To(micros))
{
    public static long From(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset To(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
