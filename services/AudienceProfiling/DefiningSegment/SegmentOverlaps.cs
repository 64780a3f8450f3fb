using System.Text.Json;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <param name="OverlapWith">Segments (seg_...) whose common viewers with the draft are wanted.</param>
internal sealed record DraftSegment(JsonElement Rule, IReadOnlyList<string>? OverlapWith = null);

/// <param name="Universe">Viewers who may be selected by their profile at all.</param>
internal sealed record SegmentPreview(SegmentSize Size, SegmentSize Universe, IReadOnlyList<SegmentShared> Overlaps);

/// <param name="Size">Of the segment.</param>
/// <param name="Shared">With the draft.</param>
internal sealed record SegmentShared(string Id, string Name, SegmentSize Size, SegmentSize Shared);

/// <param name="Any">Viewers in at least one of the segments.</param>
/// <param name="All">Viewers in all of them.</param>
internal sealed record SegmentOverlaps(IReadOnlyList<OverlappingSegment> Segments, IReadOnlyList<OverlappingPair> Pairs, SegmentSize Any, SegmentSize All)
{
    public static SegmentOverlaps Of(IReadOnlyList<CompiledSegment> segments, IReadOnlyList<Combination> combinations, int floor)
    {
        return new(
            [.. segments.Select((segment, i) => new OverlappingSegment(IdOf(i), segment.Version, segment.Name, SizeOf(isIn => isIn[i])))],
            [.. from a in Enumerable.Range(0, segments.Count) from b in Enumerable.Range(a + 1, segments.Count - a - 1) select new OverlappingPair(IdOf(a), IdOf(b), SizeOf(isIn => isIn[a] && isIn[b]))],
            SizeOf(isIn => isIn.Contains(true)), SizeOf(isIn => !isIn.Contains(false)));

        string IdOf(int index) => Ids.Format("seg", segments[index].SegmentId);
        SegmentSize SizeOf(Func<IReadOnlyList<bool>, bool> counts) => SegmentSize.Of(combinations.Where(one => counts(one.In)).Sum(one => one.Viewers), floor);
    }
}

internal sealed record OverlappingSegment(string Id, int Version, string Name, SegmentSize Size);

internal sealed record OverlappingPair(string A, string B, SegmentSize Shared);
