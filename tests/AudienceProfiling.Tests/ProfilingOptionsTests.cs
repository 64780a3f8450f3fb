namespace AdPlatform.AudienceProfiling.Tests;

public sealed class ProfilingOptionsTests
{
    [Fact]
    public void Defaults_are_what_their_comments_say()
    {
        var options = new ProfilingOptions();

        Assert.Equal(TimeSpan.FromDays(30), options.InterestHalfLife);
        Assert.Equal(400, options.HistoryDays);
        Assert.Equal(50, options.KAnonymityFloor);
        Assert.Equal(TimeSpan.FromDays(7), options.DuplicateWindow);
        Assert.Equal(TimeSpan.FromSeconds(10), options.ClockSkewTolerance);
        Assert.Empty(options.TcfPublishers);
        Assert.Equal("", options.Regimes);
        Assert.Null(options.TcfVendorId);
        Assert.Equal("1,2,3,4,7", options.ConsentCategories["advertising"]);
        Assert.Equal(["rating", "format", "channel", "quality", "plan"], options.EventPropertyNames);
        Assert.Equal(1.5, options.LearnedAffinity);
        Assert.Equal(3, options.LearnedEvents);
        Assert.Equal(8, options.LearnedSegments);
        Assert.Equal(TimeSpan.FromSeconds(1), options.SweepInterval);
        Assert.Equal(250_000, options.CachedProfiles);
        Assert.Equal((395, 365, 30, 1095), (options.ProfileRetention.Days, options.ViewingHistoryRetention.Days, options.FailedEventsRetention.Days, options.ErasureReceiptRetention.Days));
        Assert.Null(options.ErasureLog);
        Assert.Equal((64, 20_000, null), (options.MaxConcurrentRequests, options.MaxWaitingMessages, options.MaxEventsPerSecond));
    }
}
