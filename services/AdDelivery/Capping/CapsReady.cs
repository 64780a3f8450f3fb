using System.Diagnostics.Metrics;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Does Redis hold every committed slot? No until that is shown, and again from the moment it may have lost some.</summary>
internal sealed class CapsReady : IDisposable
{
    private readonly Meter _meter = new("AdPlatform.AdDelivery");
    private volatile bool _is;

    public CapsReady() => _meter.CreateObservableGauge("adplatform.delivery.caps.ready", () => _is ? 1 : 0, description: "1 while capped campaigns may serve: their counter answers and has all counts");

    public bool Is => _is;

    public void Set() => _is = true;

    public void Lost() => _is = false;

    public void Dispose() => _meter.Dispose();
}
