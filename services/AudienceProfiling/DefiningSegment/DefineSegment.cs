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
        var name = SegmentNames.Check(definition.Name, errors);
        errors.Check(definition.Description is null or { Length: <= MaxDescription }, "description", $"must have at most {MaxDescription} characters");
        errors.Check(definition.Description?.Contains('\0') != true, "description", "must not hold the character U+0000");
        var condition = ConditionReading.Read(definition.Rule, "rule", rules.Limits, errors);
        if (condition is not null) ChangingRules.Check(null, null, condition, definition.Rule.GetRawText(), await rules.OfAsync(db, caller.PublisherId, cancellationToken), errors);
        if (errors.Any) return errors.ToProblem();
        if (await db.SegmentsNamed(caller.PublisherId, name).AnyAsync(cancellationToken))
            return SegmentNames.Taken(name);

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
        var condition = ConditionReading.Read(definition.Rule, "rule", rules.Limits, errors);
        if (errors.Any) return errors.ToProblem();
        // Two rules that change at once could close a cycle that neither of them sees.
        await db.BeginWriteAsync(cancellationToken);
        if (!Ids.TryParse("seg", id, out var segmentId)
            || await db.Segments.SingleOrDefaultAsync(row => row.SegmentId == segmentId && row.PublisherId == caller.PublisherId, cancellationToken) is not { } segment)
            return Problems.NotFound("segment");
        if (segment.Origin != SegmentOrigin.Defined)
            return Problems.Conflict("segment-learned", "The platform keeps the rules of learned segments. Define a segment of your own with the rule that you want.");
        ChangingRules.Check(segmentId, segment.Name, condition!, definition.Rule.GetRawText(), await rules.OfAsync(db, caller.PublisherId, cancellationToken), errors);
        if (errors.Any) return errors.ToProblem();
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
