using System.Diagnostics.Metrics;

namespace AdPlatform.Hosting.Caching;

internal sealed class RedisMetrics : IDisposable
{
    private readonly Meter meter = new("AdPlatform.Caching");
    private readonly Counter<long> calls;
    private readonly Counter<long> reconnects;

    public RedisMetrics(Func<int> inFlight, Func<int> refusing)
    {
        calls = meter.CreateCounter<long>("adplatform.redis.calls", "{call}", "Calls by outcome: ok, timeout, away, refused (breaker open), busy (too many in flight), error (the server refused the command).");
        reconnects = meter.CreateCounter<long>("adplatform.redis.reconnects", "{connection}", "Connections that were given up for a new one.");
        meter.CreateObservableGauge("adplatform.redis.in_flight", inFlight, "{call}", "Calls without an answer.");
        meter.CreateObservableGauge("adplatform.redis.away", refusing, description: "1 while calls are refused at once: not connected, or breaker open.");
    }

    public void Called(string outcome) => calls.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Reconnected() => reconnects.Add(1);

    public void Dispose() => meter.Dispose();
}
