using System.Diagnostics.Metrics;

namespace AdPlatform.CreativeGeneration;

internal static class CreativeMetrics
{
    private static readonly Meter Meter = new("AdPlatform.CreativeGeneration");
    private static readonly Counter<long> Creatives = Meter.CreateCounter<long>("adplatform.creatives.generated", description: "Creatives stored for review");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("adplatform.creatives.generation.duration", "s", "Brief to stored creatives, without queueing");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("adplatform.creatives.reviewed", description: "Reviews by decision");

    private static readonly Counter<long> Images = Meter.CreateCounter<long>("adplatform.creatives.images", description: "Pictures asked of the image model, by outcome: drawn, budget, timeout, failed, garbage");

    public static void Drawn(string outcome) => Images.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Generated(int creatives, TimeSpan took)
    {
        Creatives.Add(creatives);
        Seconds.Record(took.TotalSeconds);
    }

    public static void Reviewed(string decision) => Decisions.Add(1, new KeyValuePair<string, object?>("decision", decision));
}
