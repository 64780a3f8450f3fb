using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Goes through the viewers who may be selected by their profile; everyone else is in no size.</summary>
internal sealed class CountingViewers(ViewerRows viewers, IOptions<ProfilingOptions> options, TimeProvider clock)
{
    /// <summary>Live: each rule is evaluated over the stored profiles.</summary>
    public async Task<IReadOnlyList<long>> CountAsync(string publisherId, IReadOnlyList<Predicate> rules, CancellationToken cancellationToken)
    {
        var time = EvaluationTime.At(clock.GetUtcNow(), options.Value.InterestHalfLife);
        var counts = new long[rules.Count];
        await foreach (var profile in SelectableAsync(publisherId, cancellationToken))
            for (var i = 0; i < counts.Length; i++)
                if (rules[i](profile, time)) counts[i]++;
        return counts;
    }

    public async IAsyncEnumerable<ViewerProfile> SelectableAsync(
        string publisherId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tcf = options.Value.TcfAppliesTo(publisherId);
        await foreach (var profile in viewers.ScanAsync(publisherId, cancellationToken))
            if (ConsentGate.MaySelect(profile, tcf)) yield return profile;
    }
}
