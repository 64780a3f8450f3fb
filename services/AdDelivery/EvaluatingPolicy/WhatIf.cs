using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.EvaluatingPolicy;

/// <summary>Impressions of one creative that were drawn with one propensity.</summary>
/// <param name="Successes">That the metric came of.</param>
internal sealed record ShownAlike(Guid CreativeId, double Propensity, long Impressions, long Successes);

/// <summary>What would these creatives have earned, had they been drawn with other shares? Pure.</summary>
internal static class WhatIf
{
    /// <summary>Impressions by which a creative's own rate is drawn to the mean of all, in the model of the doubly robust estimate.</summary>
    private const double Shrinkage = 100;

    /// <param name="shares">By creative; only their proportions among the creatives of one format and locale matter, for those stand for each other in a decision.</param>
    /// <returns>Refused too when a format and locale that was shown has no share at all.</returns>
    public static PolicyEstimate Evaluate(IReadOnlyList<ServingCreative> creatives, IReadOnlyList<ShownAlike> shown, IReadOnlyDictionary<Guid, double> shares)
    {
        var sets = creatives.GroupBy(creative => (creative.Form.Format, Locale: creative.Form.Locale.ToUpperInvariant())).ToDictionary(set => set.Key, set => set.Select(creative => creative.CreativeId).ToArray());
        var setOf = sets.SelectMany(set => set.Value.Select(id => (id, set.Key))).ToDictionary(pair => pair.id, pair => pair.Key);
        // A creative that is not served any more has nothing to stand in for it.
        var known = shown.Where(row => setOf.ContainsKey(row.CreativeId)).ToList();
        var total = sets.ToDictionary(set => set.Key, set => set.Value.Sum(id => shares.GetValueOrDefault(id)));
        foreach (var (format, locale) in known.Select(row => setOf[row.CreativeId]).Distinct())
            if (total[(format, locale)] <= 0) return new PolicyEstimate.Refused($"no creative of {format} in {locale.ToLowerInvariant()} has a share", 0);
        var counts = known.GroupBy(row => row.CreativeId).ToDictionary(rows => rows.Key, rows => (Shown: rows.Sum(row => row.Impressions), Won: rows.Sum(row => row.Successes)));
        var mean = known.Count == 0 ? 0 : (double)counts.Values.Sum(c => c.Won) / counts.Values.Sum(c => c.Shown);
        var log = new List<LoggedChoice>(2 * known.Count);
        foreach (var row in known)
        {
            var set = setOf[row.CreativeId];
            foreach (var (reward, count) in new[] { (1, row.Successes), (0, row.Impressions - row.Successes) })
            {
                if (count <= 0) continue;
                var expected = sets[set].Sum(id => Share(id) * (id == row.CreativeId ? Without(reward) : Rate(counts.GetValueOrDefault(id))));
                log.Add(new(Share(row.CreativeId) / row.Propensity, reward, Without(reward), expected, count));
            }

            double Share(Guid id) => shares.GetValueOrDefault(id) / total[set];

            // No impression is predicted by itself.
            double Without(int reward) => counts[row.CreativeId] is var (all, won) ? Rate((all - 1, won - reward)) : 0;
        }
        return OffPolicy.Evaluate(log);

        double Rate((long Shown, long Won) count) => (count.Won + (Shrinkage * mean)) / (count.Shown + Shrinkage);
    }
}
