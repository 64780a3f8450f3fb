using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.LearningAudience;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.PreparingAudience;

/// <summary>
/// Segments named in the targeting; without any, learned segments of its interests; without those either, learned segments of all genres. The same
/// command again gives the answer that was given.
/// </summary>
internal sealed class PrepareAudienceConsumer(
    ProfilingDb db, SegmentRules rules, LearnedSegments learned, CountingAudience counting, IOptions<ProfilingOptions> options, TimeProvider clock) : IConsumer<PrepareAudience>
{
    public async Task Consume(ConsumeContext<PrepareAudience> context)
    {
        var (command, cancellationToken, now) = (context.Message, context.CancellationToken, clock.GetUtcNow());
        if (await db.PreparedAudiences.FindAsync([command.CampaignId, command.CampaignVersion], cancellationToken) is { } answered)
        {
            if (answered.AccountId == command.AccountId) Repeat(answered, now);
            return;
        }

        var universe = await counting.UniverseAsync(command.PublisherId, command.Geographies, cancellationToken);
        var (candidates, refusal) = await CandidatesAsync(command, universe, cancellationToken);
        var outcome = refusal ?? CampaignAudience.Of(
            await counting.CountAsync(command.PublisherId, command.Geographies, universe, candidates, cancellationToken),
            command.Targeting.Segments.Count > 0 ? command.Targeting.Interests : [], options.Value.LearnedSegments, options.Value.KAnonymityFloor);
        if (outcome is AudienceOutcome.Rejected { Field: "targeting" } && universe.Viewers >= options.Value.KAnonymityFloor)
        {
            // Enough viewers, but no genre sets enough of them apart yet.
            var everyone = await KeptAsync(command.PublisherId, LearningRules.Everyone, null, cancellationToken);
            outcome = CampaignAudience.Of(
                await counting.CountAsync(command.PublisherId, command.Geographies, universe, [everyone], cancellationToken), [], 1, options.Value.KAnonymityFloor);
        }

        Answer(command, outcome, universe.Viewers, now);
    }

    private async Task<(IReadOnlyList<Candidate> Candidates, AudienceOutcome? Refusal)> CandidatesAsync(
        PrepareAudience command, AudienceTally universe, CancellationToken cancellationToken)
    {
        var (targeting, candidates) = (command.Targeting, new List<Candidate>());
        for (var i = 0; i < targeting.Segments.Count; i++)
        {
            if (await NamedAsync(command.PublisherId, targeting.Segments[i], cancellationToken) is not { } segment)
                return ([], new AudienceOutcome.Rejected($"targeting.segments[{i}]", $"The publisher has no segment '{targeting.Segments[i]}'."));
            if (candidates.TrueForAll(candidate => candidate.Segment.SegmentId != segment.SegmentId))
                candidates.Add(new(segment, await rules.ConditionAsync(db, segment, cancellationToken), $"targeting.segments[{i}]"));
        }

        if (candidates.Count > 0) return (candidates, null);
        for (var i = 0; i < targeting.Interests.Count; i++)
        {
            if (SensitiveConditions.FaultOfInterest(targeting.Interests[i]) is { } fault)
                return ([], new AudienceOutcome.Rejected($"targeting.interests[{i}]", $"'{targeting.Interests[i]}' {fault}."));
            if (LearningRules.OfInterest(targeting.Interests[i], universe, options.Value) is not { } rule)
            {
                return ([], new AudienceOutcome.Rejected(
                    $"targeting.interests[{i}]", $"Fewer than {options.Value.KAnonymityFloor} viewers in the campaign's geographies have shown an interest in '{targeting.Interests[i]}'."));
            }

            if (candidates.TrueForAll(candidate => candidate.Segment.Name != rule.Name))
                candidates.Add(await KeptAsync(command.PublisherId, rule, $"targeting.interests[{i}]", cancellationToken));
        }

        if (candidates.Count > 0) return (candidates, null);
        foreach (var rule in LearningRules.OfGenres(universe, targeting.ExcludedGenres, options.Value))
            candidates.Add(await KeptAsync(command.PublisherId, rule, null, cancellationToken));
        return (candidates, null);
    }

    private async Task<Candidate> KeptAsync(string publisherId, LearnedRule rule, string? field, CancellationToken cancellationToken)
    {
        var segment = await learned.KeepAsync(publisherId, rule, cancellationToken);
        return new(segment, await rules.ConditionAsync(db, segment, cancellationToken), field);
    }

    /// <summary>By id (seg_...) or by name, whatever its case.</summary>
    private async Task<Segment?> NamedAsync(string publisherId, string named, CancellationToken cancellationToken)
    {
        if (Ids.TryParse("seg", named.Trim(), out var id))
            return await db.Segments.SingleOrDefaultAsync(row => row.SegmentId == id && row.PublisherId == publisherId, cancellationToken);
        return await db.SegmentsNamed(publisherId, named.Trim()).SingleOrDefaultAsync(cancellationToken);
    }

    private void Answer(PrepareAudience command, AudienceOutcome outcome, long universe, DateTimeOffset now)
    {
        var prepared = outcome is AudienceOutcome.Prepared p
            ? new AudiencePrepared
            {
                AccountId = command.AccountId,
                PublisherId = command.PublisherId,
                CampaignId = command.CampaignId,
                CampaignVersion = command.CampaignVersion,
                Universe = universe,
                Segments = p.Segments,
                Overlaps = p.Overlaps,
                OverlapFloor = options.Value.KAnonymityFloor,
                PreparedAt = now,
            }
            : null;
        var rejected = outcome is AudienceOutcome.Rejected r
            ? new AudienceRejected { AccountId = command.AccountId, CampaignId = command.CampaignId, CampaignVersion = command.CampaignVersion, Field = r.Field, Reason = r.Reason }
            : null;
        var answer = new PreparedAudience
        {
            CampaignId = command.CampaignId,
            CampaignVersion = command.CampaignVersion,
            AccountId = command.AccountId,
            PublisherId = command.PublisherId,
            Prepared = prepared is null ? null : JsonSerializer.Serialize(prepared, PlatformJson.Bus),
            Rejected = rejected is null ? null : JsonSerializer.Serialize(rejected, PlatformJson.Bus),
            AnsweredAt = now,
        };
        db.PreparedAudiences.Add(answer);
        Repeat(answer, now);
    }

    private void Repeat(PreparedAudience answer, DateTimeOffset now)
    {
        if (answer.Prepared is { } prepared) db.Publish(JsonSerializer.Deserialize<AudiencePrepared>(prepared, PlatformJson.Bus)!, now);
        if (answer.Rejected is { } rejected) db.Publish(JsonSerializer.Deserialize<AudienceRejected>(rejected, PlatformJson.Bus)!, now);
    }
}
