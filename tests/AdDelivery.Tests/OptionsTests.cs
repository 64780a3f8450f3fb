namespace AdPlatform.AdDelivery.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_what_the_documentation_says()
    {
        var options = new AdDeliveryOptions();

        Assert.Equal(
            (TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7)),
            (options.ReservationLifetime, options.EventWindow, options.LeaseLifetime, options.ProfileBudget, options.RefreshInterval, options.DecisionRetention));
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.CapBudget);
        Assert.Equal((256, TimeSpan.FromMilliseconds(15)), (options.MaxConcurrentDecisions, options.MaxQueueDelay));
        Assert.Equal((16, 20, 2_000), (options.LeaseDivisor, options.LeaseMinImpressions, options.LeaseMaxImpressions));
        Assert.Equal((0.1, 800, 300, 0.003, 100), (options.UniformSlice, options.PriorImpressions, options.MinimumExposure, options.ExpectedClickRate, options.RefitImpressions));
        Assert.Equal(0.2, options.EvenPacing);
        Assert.Equal([9, 10], options.LearningPurposes);
        Assert.Null(options.TcfVendorId);
        Assert.Equal(32, options.TcfCountries.Count);
        Assert.Equal(("", ""), (options.PublicUrl, options.AssetUrl));
    }
}
