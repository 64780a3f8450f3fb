using AdPlatform.AdDelivery;
using AdPlatform.AdDelivery.Pacing;

namespace AdPlatform.Verify.CheckingDelivery;

/// <param name="SpendRatio">Spent of the budget.</param>
/// <param name="PlanDeviation">Largest distance from the plan's cumulative spend at any moment, as part of the budget.</param>
/// <param name="PredictedClicks">Sum of predictions of what was shown: less noisy than a few dozen clicks.</param>
internal sealed record PacingResult(double SpendRatio, double PlanDeviation, int Impressions, int Clicks, double PredictedClicks);

/// <summary>One day of one line. What an impression cost is known only after the lag; the plan spends along the forecast curve of the day.</summary>
internal sealed class PacingReplay(IReadOnlyList<Opportunity> traffic, TimeSpan lag, double budgetShare, double forecastError, int seed)
{
    /// <summary>Authored: a quiet night, a working day, an evening peak. Traffic follows it, and the forecast knows it.</summary>
    private static readonly DayCurve Day = new([3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 5, 5, 5, 5.5, 6, 5.5, 5, 5, 5, 5.5, 6.5, 8, 9, 8.5, 6.5, 4.5]);

    /// <summary>Impressions that the plan's price weighs against prices that came back, and over how many of those the mean runs.</summary>
    private const double PriceWeight = 200;
    private const double PriceMemory = 500;

    private readonly TimeSpan[] _times = TimesOf(traffic.Count);
    private readonly double _budget = budgetShare * traffic.Sum(o => o.Price);
    private readonly double _planPrice = traffic.Average(o => o.Price);

    /// <summary>As shipped: <see cref="ServeProbability.Share"/> of what is left over the forecast of what still comes, and <see cref="ValueRanking"/>.</summary>
    public PacingResult FeedForward(bool ranked)
    {
        var ranking = new ValueRanking();
        var even = new AdDeliveryOptions().EvenPacing;
        return Run((now, opportunity, account) =>
        {
            // What is out and has not come back is held at the price to be expected, as the ledger holds reservations.
            var price = account.Price;
            var supply = (1 + forecastError) * traffic.Count * (1 - Day.Before(now));
            var share = ServeProbability.Share(_budget - account.Known - (account.InFlight * price), price, supply);
            return ranked ? ranking.Throttle(share, opportunity.Predicted, even) : share;
        });
    }

    /// <summary>The same part of every hour, until the money is known to be gone.</summary>
    public PacingResult Even() => Run((_, _, account) => account.Known >= _budget ? 0 : budgetShare / (1 + forecastError));

    /// <summary>Agarwal et al. 2014: each minute a tenth up when behind the allocation curve, a tenth down when ahead.</summary>
    public PacingResult LinkedIn()
    {
        var (rate, minute) = (0.1, 0);
        return Run((now, _, account) =>
        {
            for (; minute < (int)now.TotalMinutes; minute++) rate = Math.Clamp(rate * (account.Known < _budget * Day.Before(now) ? 1.1 : 0.9), 0.001, 1);
            return account.Known >= _budget ? 0 : rate;
        });
    }

    private PacingResult Run(Func<TimeSpan, Opportunity, Account, double> probability)
    {
        var (random, account, waiting) = (new Random(seed), new Account(_planPrice), new Queue<(TimeSpan At, double Price)>());
        var (impressions, clicks, predicted, worst) = (0, 0, 0.0, 0.0);
        for (var k = 0; k < traffic.Count; k++)
        {
            var now = _times[k];
            while (waiting.TryPeek(out var next) && next.At + lag <= now) account.Learn(waiting.Dequeue().Price);
            var opportunity = traffic[k];
            // The ledger refuses what the budget does not cover.
            if (random.NextDouble() < probability(now, opportunity, account) && account.Spent + opportunity.Price <= _budget)
            {
                account.Spend(opportunity.Price);
                waiting.Enqueue((now, opportunity.Price));
                impressions++;
                predicted += opportunity.Predicted;
                if (opportunity.Click) clicks++;
            }
            worst = Math.Max(worst, Math.Abs((account.Spent / _budget) - Day.Before(now)));
        }
        return new(Math.Round(account.Spent / _budget, 5), Math.Round(worst, 5), impressions, clicks, Math.Round(predicted, 3));
    }

    /// <summary>When each comes, so that the day's curve is followed.</summary>
    private static TimeSpan[] TimesOf(int count)
    {
        var times = new TimeSpan[count];
        var at = TimeSpan.Zero;
        var step = TimeSpan.FromSeconds(0.1);
        for (var k = 0; k < count; k++)
        {
            while (Day.Before(at) < (k + 0.5) / count) at += step;
            times[k] = at;
        }
        return times;
    }

    private sealed class Account(double planPrice)
    {
        public double Spent { get; private set; }
        public double Known { get; private set; }
        public int KnownCount { get; private set; }
        public int InFlight { get; private set; }

        /// <summary>Of the next impression, as far as is known.</summary>
        public double Price { get; private set; } = planPrice;

        public void Spend(double price)
        {
            Spent += price;
            InFlight++;
        }

        public void Learn(double price)
        {
            Known += price;
            KnownCount++;
            InFlight--;
            Price += Math.Max(1 / PriceMemory, 1 / (PriceWeight + KnownCount)) * (price - Price);
        }
    }
}
