using System.Collections.Concurrent;
using AdPlatform.Hosting.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <param name="Condition">Without references.</param>
internal sealed record CompiledSegment(Guid SegmentId, int Version, string Name, SegmentOrigin Origin, Condition Condition);

/// <param name="Revision">Grows with every change of any rule or score of the publisher.</param>
/// <param name="Rules">In the order of <paramref name="Segments"/>.</param>
internal sealed record CompiledSegments(long Revision, IReadOnlyList<CompiledSegment> Segments, RuleSet Rules, References References)
{
    private const long DaysApart = 10_000_000;

    /// <summary>Stamp of an evaluation: a profile with a lower one was evaluated under an earlier rule or on an earlier day.</summary>
    public long EvaluationAt(int day) => (Revision * DaysApart) + day;
}

/// <summary>Each publisher's rules, compiled once and again when one has changed.</summary>
internal sealed class SegmentRules(IOptions<ProfilingOptions> options)
{
    private readonly ConcurrentDictionary<string, CompiledSegments> byPublisher = new(StringComparer.Ordinal);

    public ConditionLimits Limits { get; } = new(options.Value.HistoryDays, options.Value.EventPropertyNames);

    public async Task<CompiledSegments> OfAsync(ProfilingDb db, string publisherId, CancellationToken cancellationToken)
    {
        // Segments and scores are never deleted and versions only grow, so their sum tells every state apart.
        var revision = await db.Segments.Where(row => row.PublisherId == publisherId).SumAsync(row => (long)row.Version, cancellationToken)
            + await db.Scores.Where(row => row.PublisherId == publisherId).SumAsync(row => (long)row.Version, cancellationToken);
        if (byPublisher.TryGetValue(publisherId, out var known) && known.Revision == revision) return known;
        var rows = await db.Segments.AsNoTracking().Where(row => row.PublisherId == publisherId).OrderBy(row => row.SegmentId).ToListAsync(cancellationToken);
        var scores = await db.Scores.AsNoTracking().Where(row => row.PublisherId == publisherId).ToListAsync(cancellationToken);
        var references = new References(
            rows.ToDictionary(row => row.SegmentId, row => (row.Name, row.Rule)), scores.ToDictionary(row => row.Name, row => row.Elements, StringComparer.Ordinal));
        var segments = rows.ConvertAll(row => new CompiledSegment(row.SegmentId, row.Version, row.Name, row.Origin, Expand(row.Rule, references)));
        return byPublisher[publisherId] = new(
            rows.Sum(row => (long)row.Version) + scores.Sum(row => (long)row.Version), segments,
            new([.. segments.Select(segment => segment.Condition)], options.Value.HistoryDays), references);
    }

    /// <summary>The condition of a segment that may not be stored yet.</summary>
    public async Task<Condition> ConditionAsync(ProfilingDb db, Segment segment, CancellationToken cancellationToken) =>
        Expand(segment.Rule, (await OfAsync(db, segment.PublisherId, cancellationToken)).References);

    public RuleSet Compile(IReadOnlyList<Condition> conditions) => new(conditions, options.Value.HistoryDays);

    private static Condition Expand(string rule, References references)
    {
        var errors = new FieldErrors();
        return ExpandingReferences.Expand(ExpandingReferences.Stored(rule), references, errors)
            ?? throw new InvalidOperationException($"A stored rule cannot be expanded: {string.Join(", ", errors.ToDictionary().SelectMany(error => error.Value))}");
    }
}
