using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Segments with their live sizes: rules for the publisher, names and sizes for the advertisers on its platform.</summary>
internal static class ReadSegments
{
    private const int DefaultPage = 100;
    private const int MaxPage = 200;
    private const int MaxOverlaps = 12;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/segments").RequireScope(Scopes.Segments).WithTags("Segments");
        group.MapGet("", ListAsync);
        group.MapGet("/{id}", ReadAsync);
        group.MapGet("/overlaps", OverlapsAsync);
        group.MapPost("/preview", PreviewAsync).RequireAccount(AccountKind.Publisher);
    }

    /// <param name="after">Id of the last segment of the page before.</param>
    private static async Task<Results<Ok<SegmentPage>, ProblemHttpResult>> ListAsync(
        Caller caller, ProfilingDb db, SegmentRules rules, SizingSegments sizing, IOptions<ProfilingOptions> options, CancellationToken cancellationToken,
        string? after = null, int limit = DefaultPage)
    {
        var errors = new FieldErrors();
        var from = Guid.Empty;
        errors.Check(limit is >= 1 and <= MaxPage, "limit", $"must be 1 to {MaxPage}");
        errors.Check(after is null || Ids.TryParse("seg", after, out from), "after", "must be the id of a segment");
        if (errors.Any) return errors.ToProblem();
        var all = await db.Segments.AsNoTracking().Where(row => row.PublisherId == caller.PublisherId).ToListAsync(cancellationToken);
        var page = all.OrderBy(row => Ids.Format("seg", row.SegmentId), StringComparer.Ordinal)
            .Where(row => after is null || string.CompareOrdinal(Ids.Format("seg", row.SegmentId), after) > 0).Take(limit + 1).ToArray();
        var rows = page[..Math.Min(limit, page.Length)];
        var conditions = await ConditionsAsync(rows, db, rules, cancellationToken);
        var counts = await sizing.CountAsync(caller.PublisherId, conditions, cancellationToken);
        var views = rows.Select((row, i) => SegmentView.Of(row, caller.Kind == AccountKind.Publisher, SegmentSize.Of(counts[i], options.Value.KAnonymityFloor)));
        return TypedResults.Ok(new SegmentPage([.. views], page.Length > limit ? Ids.Format("seg", rows[^1].SegmentId) : null));
    }

    private static async Task<Results<Ok<SegmentView>, ProblemHttpResult>> ReadAsync(
        string id, Caller caller, ProfilingDb db, SegmentRules rules, SizingSegments sizing, IOptions<ProfilingOptions> options, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("seg", id, out var segmentId)
            || await db.Segments.AsNoTracking().SingleOrDefaultAsync(row => row.SegmentId == segmentId && row.PublisherId == caller.PublisherId, cancellationToken) is not { } segment)
            return Problems.NotFound("segment");
        var counts = await sizing.CountAsync(caller.PublisherId, [await rules.ConditionAsync(db, segment, cancellationToken)], cancellationToken);
        return TypedResults.Ok(SegmentView.Of(segment, caller.Kind == AccountKind.Publisher, SegmentSize.Of(counts[0], options.Value.KAnonymityFloor)));
    }

    /// <summary>How large a segment with this rule would be, and how much of it other segments have; nothing is stored.</summary>
    private static async Task<Results<Ok<SegmentPreview>, ProblemHttpResult>> PreviewAsync(
        DraftSegment draft, Caller caller, ProfilingDb db, SegmentRules rules, SizingSegments sizing, IOptions<ProfilingOptions> options, CancellationToken cancellationToken)
    {
        var (errors, floor) = (new FieldErrors(), options.Value.KAnonymityFloor);
        var compiled = await rules.OfAsync(db, caller.PublisherId, cancellationToken);
        var condition = ConditionReading.Read(draft.Rule, "rule", rules.Limits, errors);
        if (condition is not null) condition = ChangingRules.Check(null, null, condition, draft.Rule.GetRawText(), compiled, errors);
        var others = Named(draft.OverlapWith ?? [], "overlapWith", compiled, errors);
        if (errors.Any) return errors.ToProblem();
        var conditions = others.Select(other => other.Condition).Prepend(condition!).ToArray();
        // Both sizes, and each overlap, in one pass.
        var counts = await sizing.CountAsync(
            caller.PublisherId, [new AllOf([]), .. conditions, .. conditions.Skip(1).Select(other => new AllOf([condition!, other]))], cancellationToken);
        return TypedResults.Ok(new SegmentPreview(
            SegmentSize.Of(counts[1], floor), SegmentSize.Of(counts[0], floor),
            [.. others.Select((other, i) => new SegmentShared(Ids.Format("seg", other.SegmentId), other.Name, SegmentSize.Of(counts[2 + i], floor), SegmentSize.Of(counts[2 + others.Count + i], floor)))]));
    }

    /// <summary>Sizes of the segments, of each two of them together, and of all of them together.</summary>
    /// <param name="ids">seg_..., 2 to 12, with commas between.</param>
    private static async Task<Results<Ok<SegmentOverlaps>, ProblemHttpResult>> OverlapsAsync(
        string? ids, Caller caller, ProfilingDb db, SegmentRules rules, SizingSegments sizing, IOptions<ProfilingOptions> options, CancellationToken cancellationToken)
    {
        var (errors, floor) = (new FieldErrors(), options.Value.KAnonymityFloor);
        var segments = Named((ids ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), "ids", await rules.OfAsync(db, caller.PublisherId, cancellationToken), errors);
        errors.Check(segments.Count is >= 2 || errors.Any, "ids", "must name at least 2 segments");
        if (errors.Any) return errors.ToProblem();
        var combinations = await sizing.CombineAsync(caller.PublisherId, [.. segments.Select(segment => segment.Condition)], cancellationToken);
        return TypedResults.Ok(SegmentOverlaps.Of(segments, combinations, floor));
    }

    private static List<CompiledSegment> Named(IReadOnlyList<string> ids, string field, CompiledSegments compiled, FieldErrors errors)
    {
        errors.Check(ids.Count <= MaxOverlaps, field, $"must name at most {MaxOverlaps} segments");
        var found = new List<CompiledSegment>();
        foreach (var (i, id) in ids.Index())
        {
            if (Ids.TryParse("seg", id, out var segmentId) && compiled.Segments.FirstOrDefault(one => one.SegmentId == segmentId) is { } segment) found.Add(segment);
            else errors.Add($"{field}[{i}]", "is not a segment of this publisher");
        }
        return [.. found.DistinctBy(segment => segment.SegmentId)];
    }

    private static async Task<IReadOnlyList<Condition>> ConditionsAsync(IEnumerable<Segment> rows, ProfilingDb db, SegmentRules rules, CancellationToken cancellationToken)
    {
        var conditions = new List<Condition>();
        foreach (var row in rows) conditions.Add(await rules.ConditionAsync(db, row, cancellationToken));
        return conditions;
    }
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
internal sealed record SegmentPage(IReadOnlyList<SegmentView> Items, string? Next);

