using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Goes through the documents of the viewers who may be selected by their profile; everyone else is in no size.</summary>
internal sealed class CountingViewers(ViewerRows viewers, IOptions<ProfilingOptions> options, TimeProvider clock)
{
    public async Task<IReadOnlyList<long>> CountAsync(string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        var counts = new long[conditions.Count];
        foreach (var (isIn, size) in await CombineAsync(publisherId, conditions, cancellationToken))
            for (var i = 0; i < counts.Length; i++)
                if (isIn[i]) counts[i] += size;
        return counts;
    }

    public async Task<IReadOnlyList<Combination>> CombineAsync(string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        var combinations = new Dictionary<string, long>(StringComparer.Ordinal);
        var evaluation = new RuleSet(conditions, options.Value.HistoryDays).Rent(EvaluationTime.At(clock.GetUtcNow(), options.Value.InterestHalfLife));
        var isIn = new char[conditions.Count];
        await foreach (var profile in SelectableAsync(publisherId, cancellationToken))
        {
            evaluation.Look(profile);
            for (var i = 0; i < isIn.Length; i++) isIn[i] = evaluation.Holds(i) ? '1' : '0';
            var key = new string(isIn);
            combinations[key] = combinations.GetValueOrDefault(key) + 1;
        }
        return [.. combinations.Select(pair => new Combination([.. pair.Key.Select(truth => truth == '1')], pair.Value))];
    }

    public async IAsyncEnumerable<ViewerProfile> SelectableAsync(
        string publisherId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var regimes = options.Value.RegimesOf(publisherId);
        await foreach (var profile in viewers.ScanAsync(publisherId, cancellationToken))
            if (ConsentGate.MaySelect(profile, regimes.AskFirst(profile))) yield return profile;
    }
}
