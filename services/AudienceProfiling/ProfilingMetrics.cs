using System.Diagnostics.Metrics;
using AdPlatform.AudienceProfiling.BuildingProfile;

namespace AdPlatform.AudienceProfiling;

/// <summary>Every event that came in ends in exactly one of these counts.</summary>
internal sealed class ProfilingMetrics : IDisposable
{
    private readonly Meter meter = new("AdPlatform.AudienceProfiling");
    private readonly Counter<long> refusedAtDoor;
    private readonly Counter<long> events;
    private readonly Counter<long> shed;

    public ProfilingMetrics()
    {
        refusedAtDoor = meter.CreateCounter<long>("adplatform.profiling.events.refused", "{event}", "Events that the tracking API refused.");
        events = meter.CreateCounter<long>("adplatform.profiling.events", "{event}", "Accepted events by outcome.");
        shed = meter.CreateCounter<long>("adplatform.profiling.requests.shed", "{request}", "Requests of the tracking API that were asked to come again: rate-limited or overloaded.");
    }

    public void RefusedAtDoor(int count) => refusedAtDoor.Add(count);

    public void Shed(string reason) => shed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Count(ViewerBatch batch, int duplicates)
    {
        Add(batch.Applied, "applied");
        Add(duplicates, "duplicate");
        Add(batch.WithoutConsent, "without-consent");
        Add(batch.MalformedConsent, "malformed-consent");
        Add(batch.FromBeforeErasure, "before-erasure");
    }

    public void Dispose() => meter.Dispose();

    private void Add(int count, string outcome)
    {
        if (count > 0) events.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
