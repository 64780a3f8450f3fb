using System.Text.Json;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Features;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.FindingLookalikes;

/// <summary>A new segment of viewers who behave like the members of another one.</summary>
internal static class FindLookalikes
{
    /// <summary>Viewers that are looked at on either side; more teach nothing more.</summary>
    private const int MostOfASide = 10_000;

    private const int ReadAtOnce = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/segments").RequireScope(Scopes.Segments).RequireAccount(AccountKind.Publisher).WithTags("Segments");
        group.MapPost("/{id}/lookalikes", FindAsync).RequireIdempotencyKey<ProfilingDb>();
        group.MapGet("/{id}/lookalike", ReadAsync);
    }

    private static async Task<Results<Created<LookalikeView>, ProblemHttpResult>> FindAsync(
        string id, LookalikeRequest request, Caller caller, ProfilingDb db, SegmentRules rules, SizingSegments sizing, ViewerRows viewers, FeatureBuild build,
        IOptions<ProfilingOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var (name, similarity) = (SegmentNames.Check(request.Name, errors), request.Similarity ?? 0.5);
        errors.Check(similarity is > 0 and < 1, "similarity", "must be above 0 and below 1");
        if (errors.Any) return errors.ToProblem();
        var compiled = await rules.OfAsync(db, caller.PublisherId, cancellationToken);
        if (!Ids.TryParse("seg", id, out var segmentId) || compiled.Segments.FirstOrDefault(one => one.SegmentId == segmentId) is not { } seedSegment) return Problems.NotFound("segment");
        if (await db.SegmentsNamed(caller.PublisherId, name).AnyAsync(cancellationToken)) return SegmentNames.Taken(name);
        if (!await build.IsDoneAsync(db, cancellationToken))
            return Problems.Conflict("segments-being-built", "The features of the viewers are being written anew after a change of options. Try again later.");

        var seed = request.Seed ?? 1;
        var sample = await SampleAsync(caller.PublisherId, seedSegment.Condition, seed, sizing, viewers, options.Value, cancellationToken);
        var least = Math.Min(sample.Count(one => one.IsMember), sample.Count(one => !one.IsMember));
        if (least < 2 * options.Value.KAnonymityFloor)
        {
            return Problems.Unprocessable(
                "lookalike-too-few", $"To learn from a segment, {2 * options.Value.KAnonymityFloor} viewers must be in it and as many outside of it; there are fewer.");
        }

        var now = clock.GetUtcNow();
        var learned = LearningLookalike.Learn(
            sample, Ids.Format("seg", seedSegment.SegmentId), seedSegment.Version, seed, similarity, request.WithSeed ?? false, options.Value.KAnonymityFloor,
            EvaluationTime.At(now, options.Value.InterestHalfLife), options.Value.HistoryDays, cancellationToken);
        var segment = new Segment
        {
            SegmentId = Ids.New(now), PublisherId = caller.PublisherId, Name = name, Origin = SegmentOrigin.Lookalike, Version = 1, Rule = learned.Rule, CreatedAt = now, UpdatedAt = now,
        };
        db.Segments.Add(segment);
        db.SegmentVersions.Add(segment.Snapshot());
        db.Lookalikes.Add(new()
        {
            SegmentId = segment.SegmentId, PublisherId = caller.PublisherId, SeedSegmentId = seedSegment.SegmentId, SeedVersion = seedSegment.Version,
            Report = JsonSerializer.Serialize(learned.Report, PlatformJson.Bus), LearnedAt = now,
        });
        var view = new LookalikeView(SegmentView.Of(segment, withRule: true), learned.Report, now);
        return TypedResults.Created($"/v1/segments/{view.Segment.Id}/lookalike", view);
    }

    private static async Task<Results<Ok<LookalikeView>, ProblemHttpResult>> ReadAsync(string id, Caller caller, ProfilingDb db, CancellationToken cancellationToken) =>
        Ids.TryParse("seg", id, out var segmentId)
        && await db.Lookalikes.AsNoTracking().SingleOrDefaultAsync(row => row.SegmentId == segmentId && row.PublisherId == caller.PublisherId, cancellationToken) is { } lookalike
            ? TypedResults.Ok(new LookalikeView(
                SegmentView.Of(await db.Segments.AsNoTracking().SingleAsync(row => row.SegmentId == segmentId, cancellationToken), withRule: true),
                JsonSerializer.Deserialize<LookalikeReport>(lookalike.Report, PlatformJson.Bus)!, lookalike.LearnedAt))
            : Problems.NotFound("lookalike segment");

    /// <summary>The ones with the lowest ranks of either side: a sample that the seed decides.</summary>
    private static async Task<IReadOnlyList<LookalikeViewer>> SampleAsync(
        string publisherId, Condition condition, int seed, SizingSegments sizing, ViewerRows viewers, ProfilingOptions options, CancellationToken cancellationToken)
    {
        var members = (await sizing.MembersAsync(publisherId, condition, cancellationToken)).ToHashSet();
        var others = (await sizing.MembersAsync(publisherId, new AllOf([]), cancellationToken)).Where(number => !members.Contains(number));
        var sample = new List<LookalikeViewer>();
        foreach (var (side, isMember) in new[] { (members, true), (others, false) })
        {
            foreach (var numbers in side.OrderBy(number => LearningLookalike.Rank(number, seed)).Take(MostOfASide).Chunk(ReadAtOnce))
            {
                sample.AddRange((await viewers.ReadAsync(numbers, cancellationToken))
                    .Where(one => ConsentGate.MaySelect(one.Viewer.Profile, options.AskFirst(publisherId, one.Viewer.Profile)))
                    .Select(one => new LookalikeViewer(one.Viewer.Number, one.Viewer.Profile, isMember)));
            }
        }
        return [.. sample.OrderBy(one => one.Number)];
    }
}

/// <param name="Similarity">See <see cref="LookalikeReport"/>; default 0.5.</param>
/// <param name="Seed">Of the split and of the sample; default 1.</param>
/// <param name="WithSeed">Whether the members of the seed are in as well; default false.</param>
internal sealed record LookalikeRequest(string? Name, double? Similarity = null, int? Seed = null, bool? WithSeed = null);

internal sealed record LookalikeView(SegmentView Segment, LookalikeReport Learned, DateTimeOffset LearnedAt);
