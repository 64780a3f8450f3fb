using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.PreparingAudience;

/// <summary>Goes once over the stored profiles for the universe, and once for the candidates.</summary>
internal sealed class CountingAudience(CountingViewers viewers, IOptions<ProfilingOptions> options, TimeProvider clock)
{
    public async Task<AudienceTally> UniverseAsync(string publisherId, IReadOnlyList<string> geographies, CancellationToken cancellationToken)
    {
        var universe = new AudienceTally();
        await foreach (var profile in viewers.SelectableAsync(publisherId, cancellationToken))
            if (IsIn(geographies, profile)) universe.Add(profile, options.Value.InterestHalfLife);
        return universe;
    }

    public async Task<CountedAudience> CountAsync(
        string publisherId, IReadOnlyList<string> geographies, AudienceTally universe, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        var time = EvaluationTime.At(clock.GetUtcNow(), options.Value.InterestHalfLife);
        var tallies = candidates.Select(_ => new AudienceTally()).ToArray();
        var overlaps = new long[candidates.Count, candidates.Count];
        var isIn = new List<int>();
        var evaluation = new RuleSet([.. candidates.Select(candidate => candidate.Condition)], options.Value.HistoryDays).Rent(time);
        await foreach (var profile in viewers.SelectableAsync(publisherId, cancellationToken))
        {
            if (!IsIn(geographies, profile)) continue;
            isIn.Clear();
            evaluation.Look(profile);
            for (var i = 0; i < tallies.Length; i++)
            {
                if (!evaluation.Holds(i)) continue;
                tallies[i].Add(profile, time.HalfLife);
                foreach (var other in isIn) overlaps[other, i]++;
                isIn.Add(i);
            }
        }
        return new(universe, [.. candidates.Zip(tallies)], overlaps);
    }

    /// <summary>A viewer who never told a country counts everywhere: most do not tell, and delivery looks at the request's country anyway.</summary>
    private static bool IsIn(IReadOnlyList<string> geographies, ViewerProfile profile) =>
        geographies.Count == 0 || profile.Country is not { } country || geographies.Contains(country.Value, StringComparer.OrdinalIgnoreCase);
}
