using AdPlatform.AdDelivery.Pacing;
using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Tests;

public sealed class PacingTests
{
    private static readonly DateTimeOffset Start = FlightTimes.StartOf(Sample.Monday, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.7)]
    [InlineData(1.3)]
    public void A_line_spends_its_week_evenly_and_whole_even_when_the_forecast_is_off(double actual)
    {
        var line = Line(budget: 100m, supply: 40_000);
        var random = new Random(7);
        var (spent, worst) = (0L, 0.0);
        var requests = (int)(40_000 * actual);
        for (var i = 0; i < requests; i++)
        {
            var now = Start + (TimeSpan.FromDays(7) * ((i + 0.5) / requests));
            if (random.NextDouble() < ServeProbability.Of(line, spent, now)) spent += line.PriceMicros;
            worst = Math.Max(worst, Math.Abs((spent / 100_000_000.0) - ((i + 1.0) / requests)));
        }

        Assert.InRange(spent / 100_000_000.0, actual == 1.0 ? 0.995 : 0.985, 1.0);
        // A wrong forecast bends the curve, by less than half of the error; a right one keeps it straight.
        Assert.True(worst < (actual == 1.0 ? 0.03 : 0.13), $"deviation {worst:P1}");
    }

    [Fact]
    public void A_line_ahead_of_its_week_waits_and_a_line_behind_takes_everything()
    {
        var line = Line(budget: 100m, supply: 40_000);
        var wednesday = Start.AddDays(2);

        Assert.Equal(0, ServeProbability.Of(line, 100_000_000, wednesday));
        Assert.Equal(1, ServeProbability.Of(line, 0, Start.AddDays(6.9)));
        Assert.Equal(0.25, ServeProbability.Of(line, 0, Start), 6);
    }

    [Fact]
    public void The_draw_serves_each_line_as_often_as_pacing_asks_and_nothing_with_the_rest()
    {
        double[] asked = [0.2, 0.5, 0.1];
        var served = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            var (index, probability) = Deciding.Choice.Line(new Guid(i, 1, 2, new byte[8]), asked);
            served[index < 0 ? 3 : index]++;
            Assert.Equal(index < 0 ? 0 : asked[index], probability);
        }

        Assert.Equal([0.2, 0.5, 0.1, 0.2], served.Select(n => Math.Round(n / 20_000.0, 1)));
    }

    private static LiveLine Line(decimal budget, long supply) =>
        new LiveCampaign(new Sample { Budget = budget, Cpm = 10m, Supply = supply }.Document(), null).Lines[0];
}
