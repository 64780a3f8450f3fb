using AdPlatform.Hosting.Caching;

namespace AdPlatform.Hosting.Tests.Caching;

public sealed class CachingOptionsTests
{
    [Fact]
    public void Defaults_are_what_the_documentation_says()
    {
        var options = new CachingOptions();

        Assert.Equal(
            (TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), 4_096),
            (options.CallDeadline, options.BatchDeadline, options.ConnectDeadline, options.MaxInFlight));
        Assert.Equal(
            (0.5, 3, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), 5, TimeSpan.FromMilliseconds(250)),
            (options.FailureRatio, options.MinimumCalls, options.SamplingDuration, options.BreakDuration, options.ReconnectAfter, options.HeartbeatInterval));
        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2)), (options.VersionInterval, options.VersionFallback));
    }

    [Fact]
    public void Who_holds_the_data_is_told_by_the_masters_alone()
    {
        var told = Incarnation.From(
        [
            "# Server\r\nrun_id:bbb\r\n# Replication\r\nrole:master\r\nloading:0\r\n",
            "run_id:aaa\r\nrole:master\r\nloading:1\r\nmaxmemory:100\r\nmaxmemory_policy:allkeys-lru\r\n",
            "run_id:ccc\r\nrole:slave\r\n",
        ]);

        Assert.Equal(new Incarnation("aaa,bbb", Loading: true, Evicts: true), told);
    }
}
