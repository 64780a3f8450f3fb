using System.Collections.Concurrent;
using System.Text.Json;
using AdPlatform.Hosting.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

internal sealed record CompiledSegment(Guid SegmentId, int Version, string Name, SegmentOrigin Origin, Predicate Holds);

/// <param name="Revision">Grows with every change of any rule of the publisher.</param>
internal sealed record CompiledSegments(long Revision, IReadOnlyList<CompiledSegment> Segments)
{
    private const long DaysApart = 10_000_000;

    /// <summary>Stamp of an evaluation: a profile with a lower one was evaluated under an earlier rule or on an earlier day.</summary>
    public long EvaluationAt(int day) => (Revision * DaysApart) + day;
}

/// <summary>Each publisher's rules, compiled once and again when one has changed.</summary>
internal sealed class SegmentRules(IOptions<ProfilingOptions> options)
{
    private readonly ConcurrentDictionary<string, CompiledSegments> byPublisher = new(StringComparer.Ordinal);

    public async Task<CompiledSegments> OfAsync(ProfilingDb db, string publisherId, CancellationToken cancellationToken)
    {
        // Segments are never deleted and versions only grow, so their sum tells every state apart.
        var revision = await db.Segments.Where(row => row.PublisherId == publisherId).SumAsync(row => (long)row.Version, cancellationToken);
        if (byPublisher.TryGetValue(publisherId, out var known) && known.Revision == revision) return known;
        var rows = await db.Segments.AsNoTracking().Where(row => row.PublisherId == publisherId).OrderBy(row => row.SegmentId).ToListAsync(cancellationToken);
        return byPublisher[publisherId] = new(rows.Sum(row => (long)row.Version), [.. rows.Select(Compile)]);
    }

    public CompiledSegment Compile(Segment row)
    {
        var errors = new FieldErrors();
        using var rule = JsonDocument.Parse(row.Rule);
        // The window's limit may have been lowered since the rule was written: it was valid then and still is.
        var condition = ConditionReading.Read(rule.RootElement, "rule", int.MaxValue, errors)
            ?? throw new InvalidOperationException($"The stored rule of segment {row.SegmentId} cannot be read: {string.Join(", ", errors.ToDictionary().Keys)}");
        return new(row.SegmentId, row.Version, row.Name, row.Origin, CompilingCondition.Compile(condition));
    }

    public int LongestWindow => options.Value.HistoryDays;
}
