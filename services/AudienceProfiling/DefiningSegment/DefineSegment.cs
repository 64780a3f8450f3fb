using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>A publisher's new segment, or a new rule for one it has. The sweep takes in the viewers that are there already.</summary>
internal static class DefineSegment
{
    private const int MaxName = 100;
    private const int MaxDescription = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/segments").RequireScope(Scopes.Segments).RequireAccount(AccountKind.Publisher).WithTags("Segments");
        group.MapPost("", DefineAsync).RequireIdempotencyKey<ProfilingDb>();
        group.MapPut("/{id}", ChangeAsync);
    }

    private static async Task<Results<Created<SegmentView>, ProblemHttpResult>> DefineAsync(
        SegmentDefinition definition, Caller caller, ProfilingDb db, SegmentRules rules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = definition.Name?.Trim() ?? "";
        errors.Check(name.Length is > 0 and <= MaxName, "name", $"must have 1 to {MaxName} characters");
        errors.Check(!name.StartsWith("seg_", StringComparison.OrdinalIgnoreCase), "name", "must not start as an id does, with seg_");
        errors.Check(!name.StartsWith(Segment.LearnedPrefix, StringComparison.OrdinalIgnoreCase), "name", $"must not start with '{Segment.LearnedPrefix}', which the platform's own segments do");
        errors.Check(definition.Description is null or { Length: <= MaxDescription }, "description", $"must have at most {MaxDescription} characters");
        errors.Check(!name.Contains('\0'), "name", "must not hold the character U+0000");
        errors.Check(definition.Description?.Contains('\0') != true, "description", "must not hold the character U+0000");
        ConditionReading.Read(definition.Rule, "rule", rules.LongestWindow, errors);
        if (errors.Any) return errors.ToProblem();
        if (await db.SegmentsNamed(caller.PublisherId, name).AnyAsync(cancellationToken))
            return Problems.Conflict("segment-exists", $"There is a segment '{name}' already. Choose another name, or change its rule with PUT.");

        var now = clock.GetUtcNow();
        var segment = new Segment
        {
            SegmentId = Ids.New(now),
            PublisherId = caller.PublisherId,
            Name = name,
            Description = definition.Description,
            Origin = SegmentOrigin.Defined,
            Version = 1,
            Rule = definition.Rule.GetRawText(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Segments.Add(segment);
        db.SegmentVersions.Add(segment.Snapshot());
        var view = SegmentView.Of(segment, withRule: true);
        return TypedResults.Created($"/v1/segments/{view.Id}", view);
    }

    /// <summary>Name and description of the body are ignored; the same rule again changes nothing.</summary>
    private static async Task<Results<Ok<SegmentView>, ProblemHttpResult>> ChangeAsync(
        string id, SegmentDefinition definition, Caller caller, ProfilingDb db, SegmentRules rules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        ConditionReading.Read(definition.Rule, "rule", rules.LongestWindow, errors);
        if (errors.Any) return errors.ToProblem();
        if (!Ids.TryParse("seg", id, out var segmentId)
            || await db.Segments.SingleOrDefaultAsync(row => row.SegmentId == segmentId && row.PublisherId == caller.PublisherId, cancellationToken) is not { } segment)
            return Problems.NotFound("segment");
        if (segment.Origin == SegmentOrigin.Learned)
            return Problems.Conflict("segment-learned", "The platform keeps the rules of learned segments. Define a segment of your own with the rule that you want.");
        using var earlier = JsonDocument.Parse(segment.Rule);
        if (!JsonElement.DeepEquals(earlier.RootElement, definition.Rule))
        {
            segment.Change(definition.Rule.GetRawText(), clock.GetUtcNow());
            db.SegmentVersions.Add(segment.Snapshot());
            await db.CommitAsync(cancellationToken);
        }
        return TypedResults.Ok(SegmentView.Of(segment, withRule: true));
    }
}
