using AdPlatform.MediaPlanning.Forecasting;

namespace AdPlatform.MediaPlanning.Tests.Forecasting;

public sealed class ViewingForecastTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    [Fact]
    public void A_title_with_one_week_decays_as_titles_typically_do()
    {
        var forecast = ViewingForecast.From([new ViewedWeek(Monday, 1000)]);
        Assert.Equal(ViewingForecast.TypicalDecay, forecast.Decay, 9);
        // The first week is not a whole one: the second is as large, and the decay begins there, flatter over more weeks.
        Assert.Equal(1000, forecast.On(Monday.AddDays(7)).Mid, 6);
        Assert.Equal(1000 * Math.Pow(1.5, -1.9 * Math.Pow(2, -0.35)), forecast.On(Monday.AddDays(14)).Mid, 6);
    }

    [Fact]
    public void A_title_that_holds_its_level_decays_less_and_one_that_drops_decays_more()
    {
        var holds = ViewingForecast.From(Enumerable.Range(0, 10).Select(k => new ViewedWeek(Monday.AddDays(7 * k), 1000)));
        var drops = ViewingForecast.From(Enumerable.Range(0, 10).Select(k => new ViewedWeek(Monday.AddDays(7 * k), 1000 * Math.Pow(k + 1, -3))));
        Assert.True(holds.Decay < 1.5 && drops.Decay > 1.92, $"{holds.Decay} and {drops.Decay}");
    }

    [Fact]
    public void A_long_silence_starts_a_new_run_and_seasons_of_one_week_add_up()
    {
        var forecast = ViewingForecast.From([new ViewedWeek(Monday, 9e6), new ViewedWeek(Monday.AddDays(364), 400), new ViewedWeek(Monday.AddDays(364), 600)]);
        Assert.Equal(1000, forecast.On(Monday.AddDays(371)).Mid, 6);
    }

    [Fact]
    public void The_interval_holds_the_middle_and_widens_with_the_horizon()
    {
        var forecast = ViewingForecast.From([new ViewedWeek(Monday, 1000)]);
        var (near, far) = (forecast.On(Monday.AddDays(7)), forecast.On(Monday.AddDays(91)));
        Assert.True(near.Low < near.Mid && near.Mid < near.High);
        Assert.True(far.High / far.Low > near.High / near.Low);
    }

    [Fact]
    public void Factors_combine_their_uncertainty_in_quadrature()
    {
        var product = new Interval(1 / Math.E, 1, Math.E) * new Interval(2 / Math.E, 2, 2 * Math.E);
        Assert.Equal(2, product.Mid, 9);
        Assert.Equal(2 * Math.Exp(Math.Sqrt(2)), product.High, 9);
    }
}
