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

    private readonly double[,] _earned = new double[Policies.Length, Marks.Length];
    private readonly double[] _even = new double[Marks.Length];
    private readonly Random _random = new(seed);

    /// <summary>Of the tests before: what a level's prior is drawn from.</summary>
    private Response _before;

    private int _played;

    public void Play(IReadOnlyList<Headline> test)
    {
        for (var mark = 0; mark < Marks.Length; mark++) _even[mark] += Marks[mark] * test.Average(headline => headline.Rate);
        for (var policy = 0; policy < Policies.Length; policy++) Play(test, policy);
        _before += new Response(test.Sum(headline => headline.Impressions), test.Sum(headline => headline.Clicks));
        _played++;
    }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Told() => Enumerable.Range(0, Policies.Length).ToDictionary(
        policy => Policies[policy].Name,
        policy => (IReadOnlyDictionary<string, double>)Enumerable.Range(0, Marks.Length).ToDictionary(
            mark => Marks[mark].ToString(CultureInfo.InvariantCulture), mark => Math.Round((_earned[policy, mark] / _even[mark]) - 1, 4)));

    private void Play(IReadOnlyList<Headline> test, int policy)
    {
        var (_, priorImpressions, temper, scored, uniform, minimum) = Policies[policy];
        var options = new AdDeliveryOptions { MinimumExposure = minimum };
        var campaign = Campaign(test, scored);
        var prior = Prior.From(default, _before, options.ExpectedClickRate, priorImpressions);
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
                var i = Draw(shares);
                shown[i]++;
                earned += test[i].Rate;
                if (_random.NextDouble() < test[i].Rate) clicked[i]++;
                if (++total == Marks[mark]) _earned[policy, mark++] += earned;
            }
        }
    }

    private int Draw(double[] shares)
    {
        var draw = _random.NextDouble();
        for (var i = 0; i < shares.Length - 1; i++)
            if ((draw -= shares[i]) < 0) return i;
        return shares.Length - 1;
    }

    private ServingCampaign Campaign(IReadOnlyList<Headline> test, bool scored)
    {
        var scores = test.Select(headline => StyleScorer.Score(headline.Text, "en")).ToArray();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        return new()
        {
            PublisherId = "replay",
            AdvertiserId = "replay",
            CampaignId = new Guid(_played + 1, 0, 0, new byte[8]),
            CampaignVersion = 1,
            Status = CampaignStatus.Active,
            PlanVersion = 1,
            Objective = Objective.Clicks,
            Budget = new Money(1, "EUR"),
            Flight = new(day, day),
            Zone = "UTC",
            AdvertiserDomain = "replay.example",
            Lines = [],
            Creatives = [.. test.Select((headline, i) => new ServingCreative(new Guid(_played + 1, (short)(i + 1), 0, new byte[8]), 1, new ServingForm
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
