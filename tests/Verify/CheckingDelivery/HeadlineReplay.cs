using System.Globalization;
using AdPlatform.AdDelivery;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Scoring;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>
/// Plays tests with the allocation code and batch rule that serving has. Which headline is shown and whether it is clicked is drawn; what is counted
/// is the expected clicks of what was shown, which has the same mean and less noise.
/// </summary>
internal sealed class HeadlineReplay(DateTimeOffset now, int seed)
{
    private static readonly int[] Marks = [1_000, 3_000, 10_000, 30_000];

    /// <summary>plain: Thompson sampling that knows nothing before. informed: style score as prior mean, sharpened. served: the same with the uniform slice and minimum exposure.</summary>
    private static readonly (string Name, int PriorImpressions, double Temper, bool Scored, double Uniform, int Minimum)[] Policies =
    [
        ("plain", 1, 1, false, 0, 0),
        ("informed", new AdDeliveryOptions().PriorImpressions, Allocating.Temper, true, 0, 0),
        ("served", new AdDeliveryOptions().PriorImpressions, Allocating.Temper, true, new AdDeliveryOptions().UniformSlice, new AdDeliveryOptions().MinimumExposure),
    ];

    /// <summary>Each test with what the tests before it say of the level; tests run side by side, each with its own chance, so that the result is the same on any machine.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Play(IReadOnlyList<IReadOnlyList<Headline>> tests, CancellationToken cancellationToken)
    {
        var before = new Response[tests.Count];
        for (var k = 1; k < tests.Count; k++) before[k] = before[k - 1] + new Response(tests[k - 1].Sum(headline => headline.Impressions), tests[k - 1].Sum(headline => headline.Clicks));
        var earned = new double[tests.Count][,];
        Parallel.For(0, tests.Count, new ParallelOptions { CancellationToken = cancellationToken }, k =>
        {
            earned[k] = new double[Policies.Length, Marks.Length];
            for (var policy = 0; policy < Policies.Length; policy++) Play(tests[k], k, policy, before[k], earned[k]);
        });
        return Enumerable.Range(0, Policies.Length).ToDictionary(
            policy => Policies[policy].Name,
            policy => (IReadOnlyDictionary<string, double>)Enumerable.Range(0, Marks.Length).ToDictionary(
                mark => Marks[mark].ToString(CultureInfo.InvariantCulture),
                mark => Math.Round((earned.Sum(one => one[policy, mark]) / tests.Sum(test => Marks[mark] * test.Average(headline => headline.Rate))) - 1, 4)));
    }

    private void Play(IReadOnlyList<Headline> test, int number, int policy, Response before, double[,] into)
    {
        var (_, priorImpressions, temper, scored, uniform, minimum) = Policies[policy];
        var options = new AdDeliveryOptions { MinimumExposure = minimum };
        var campaign = Campaign(test, number, scored);
        var prior = Prior.From(default, before, options.ExpectedClickRate, priorImpressions);
        var random = new Random(unchecked((seed * 1_000_003) + (number * Policies.Length) + policy));
        var (shown, clicked) = (new long[test.Count], new long[test.Count]);
        var (total, earned, mark) = (0, 0.0, 0);
        while (mark < Marks.Length)
        {
            var seen = test.Select((_, i) => i).ToDictionary(i => (campaign.Creatives[i].CreativeId, Contexts.None), i => new Response(shown[i], clicked[i]));
            var table = Allocating.Allocate(campaign, seen, prior, options, now, temper).Tables.Single(t => t.Context == Contexts.None);
            var shares = campaign.Creatives.Select(c => (uniform / test.Count) + ((1 - uniform) * table.Shares.Single(s => s.CreativeId == c.CreativeId).Share)).ToArray();
            // As serving does: again after so many records, or a tenth more.
            for (var left = Math.Max(options.RefitImpressions, total / 10); left > 0 && mark < Marks.Length; left--)
            {
                var i = Draw(random, shares);
                shown[i]++;
                earned += test[i].Rate;
                if (random.NextDouble() < test[i].Rate) clicked[i]++;
                if (++total == Marks[mark]) into[policy, mark++] = earned;
            }
        }
    }

    private static int Draw(Random random, double[] shares)
    {
        var draw = random.NextDouble();
        for (var i = 0; i < shares.Length - 1; i++)
            if ((draw -= shares[i]) < 0) return i;
        return shares.Length - 1;
    }

    private ServingCampaign Campaign(IReadOnlyList<Headline> test, int number, bool scored)
    {
        var scores = test.Select(headline => StyleScorer.Score(headline.Text, "en")).ToArray();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        return new()
        {
            PublisherId = "replay",
            AdvertiserId = "replay",
            CampaignId = new Guid(number + 1, 0, 0, new byte[8]),
            CampaignVersion = 1,
            Status = CampaignStatus.Active,
            PlanVersion = 1,
            Objective = Objective.Clicks,
            Budget = new Money(1, "EUR"),
            Flight = new(day, day),
            Zone = "UTC",
            AdvertiserDomain = "replay.example",
            Lines = [],
            Creatives = [.. test.Select((headline, i) => new ServingCreative(new Guid(number + 1, (short)(i + 1), 0, new byte[8]), 1, new ServingForm
            {
                Format = FormatIds.Native,
                Locale = "en",
                SegmentId = Guid.Empty,
                Angle = "headline",
                Texts = new Dictionary<string, string> { ["headline"] = headline.Text },
                LandingUrl = "https://replay.example/",
                PriorScore = scored ? scores[i] - scores.Average() : 0,
            }))],
        };
    }
}
