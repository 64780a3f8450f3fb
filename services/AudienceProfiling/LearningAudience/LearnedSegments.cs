using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.AudienceProfiling.LearningAudience;

/// <summary>Keeps learned rules as segments of the publisher.</summary>
internal sealed class LearnedSegments(ProfilingDb db, TimeProvider clock)
{
    /// <summary>The segment as it is, with a new version when the rule has moved, or a new one; the caller's commit stores it.</summary>
    public async Task<Segment> KeepAsync(string publisherId, LearnedRule rule, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var segment = await db.SegmentsNamed(publisherId, rule.Name).SingleOrDefaultAsync(cancellationToken);
        if (segment is null)
        {
            segment = new Segment
            {
                SegmentId = Ids.New(now),
                PublisherId = publisherId,
                Name = rule.Name,
                Origin = SegmentOrigin.Learned,
                Version = 1,
                Rule = rule.Json,
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Segments.Add(segment);
        }
        else if (!rule.IsCloseTo(segment.Rule))
        {
            segment.Change(rule.Json, now);
        }
        else
        {
            return segment;
        }

        db.SegmentVersions.Add(segment.Snapshot());
        return segment;
    }
}
