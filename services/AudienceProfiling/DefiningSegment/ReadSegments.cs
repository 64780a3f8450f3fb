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

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/segments").RequireScope(Scopes.Segments).WithTags("Segments");
        group.MapGet("", ListAsync);
        group.MapGet("/{id}", ReadAsync);
        group.MapPost("/preview", PreviewAsync).RequireAccount(AccountKind.Publisher);
    }

    /// <param name="after">Id of the last segment of the page before.</param>
    private static async Task<Results<Ok<SegmentPage>, ProblemHttpResult>> ListAsync(
        Caller caller, ProfilingDb db, SegmentRules rules, CountingViewers counting, IOptions<ProfilingOptions> options, CancellationToken cancellationToken,
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
        var counts = rows.Length == 0 ? [] : await counting.CountAsync(caller.PublisherId, [.. rows.Select(row => rules.Compile(row).Holds)], cancellationToken);
        var views = rows.Select((row, i) => SegmentView.Of(row, caller.Kind == AccountKind.Publisher, SegmentSize.Of(counts[i], options.Value.KAnonymityFloor)));
        return TypedResults.Ok(new SegmentPage([.. views], page.Length > limit ? Ids.Format("seg", rows[^1].SegmentId) : null));
    }

    private static async Task<Results<Ok<SegmentView>, ProblemHttpResult>> ReadAsync(
        string id, Caller caller, ProfilingDb db, SegmentRules rules, CountingViewers counting, IOptions<ProfilingOptions> options, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("seg", id, out var segmentId)
            || await db.Segments.AsNoTracking().SingleOrDefaultAsync(row => row.SegmentId == segmentId && row.PublisherId == caller.PublisherId, cancellationToken) is not { } segment)
            return Problems.NotFound("segment");
        var counts = await counting.CountAsync(caller.PublisherId, [rules.Compile(segment).Holds], cancellationToken);
        return TypedResults.Ok(SegmentView.Of(segment, caller.Kind == AccountKind.Publisher, SegmentSize.Of(counts[0], options.Value.KAnonymityFloor)));
    }

    /// <summary>How large a segment with this rule would be; nothing is stored.</summary>
    private static async Task<Results<Ok<SegmentPreview>, ProblemHttpResult>> PreviewAsync(
        SegmentDefinition draft, Caller caller, SegmentRules rules, CountingViewers counting, IOptions<ProfilingOptions> options, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (ConditionReading.Read(draft.Rule, "rule", rules.LongestWindow, errors) is not { } condition) return errors.ToProblem();
        var counts = await counting.CountAsync(caller.PublisherId, [CompilingCondition.Compile(condition), (_, _) => true], cancellationToken);
        var floor = options.Value.KAnonymityFloor;
        return TypedResults.Ok(new SegmentPreview(SegmentSize.Of(counts[0], floor), SegmentSize.Of(counts[1], floor)));
    }
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
internal sealed record SegmentPage(IReadOnlyList<SegmentView> Items, string? Next);

/// <param name="Universe">Viewers who may be selected by their profile at all.</param>
internal sealed record SegmentPreview(SegmentSize Size, SegmentSize Universe);
