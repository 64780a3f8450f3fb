using System.Text.Json;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Of a new segment, or of a segment's new rule.</summary>
internal sealed record SegmentDefinition(string? Name, string? Description, JsonElement Rule);

/// <param name="Rule">Left out for advertisers.</param>
internal sealed record SegmentView(
    string Id, string Name, string? Description, SegmentOrigin Origin, int Version, JsonElement? Rule, SegmentSize? Size, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SegmentView Of(Segment row, bool withRule, SegmentSize? size = null) => new(
        Ids.Format("seg", row.SegmentId), row.Name, row.Description, row.Origin, row.Version,
        withRule ? JsonDocument.Parse(row.Rule).RootElement : null, size, row.CreatedAt, row.UpdatedAt);
}

/// <summary>A live count of persons: exactly one of the two is set.</summary>
/// <param name="BelowFloor">There are fewer than this many, and how many is not revealed.</param>
internal sealed record SegmentSize(long? Viewers, int? BelowFloor)
{
    public static SegmentSize Of(long viewers, int floor) => viewers >= floor ? new(viewers, null) : new(null, floor);
}
