using System.Collections.Concurrent;

namespace AdPlatform.AdDelivery.ErasingViewer;

/// <summary>Viewers whose tokens may still be out: what comes from those is counted without them.</summary>
internal sealed class ErasedViewers
{
    private readonly ConcurrentDictionary<(string Publisher, string Hash), DateTimeOffset> _erased = new();

    public void Add(string publisherId, string viewerHash, DateTimeOffset erasedAt) => _erased[(publisherId, viewerHash)] = erasedAt;

    public bool Contains(string publisherId, string? viewerHash, DateTimeOffset decidedAt) =>
        viewerHash is not null && !_erased.IsEmpty && _erased.TryGetValue((publisherId, viewerHash), out var erasedAt) && decidedAt <= erasedAt;

    public void Forget(DateTimeOffset erasedBefore)
    {
        foreach (var (viewer, erasedAt) in _erased)
            if (erasedAt < erasedBefore) _erased.TryRemove(viewer, out _);
    }
}
