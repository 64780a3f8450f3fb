using System.Collections.Concurrent;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>What is being served at this moment, per publisher. Readers take one snapshot and stay with it.</summary>
internal sealed class Snapshots
{
    private readonly ConcurrentDictionary<string, PublisherSnapshot> _byPublisher = new(StringComparer.Ordinal);

    public PublisherSnapshot Of(string publisherId) =>
        _byPublisher.TryGetValue(publisherId, out var snapshot) ? snapshot : new(publisherId, 0, []);

    /// <summary>An older version never replaces a newer one.</summary>
    /// <summary>At this moment, by publisher.</summary>
    public Dictionary<string, long> Versions() => _byPublisher.ToDictionary(entry => entry.Key, entry => entry.Value.Version, StringComparer.Ordinal);

    public void Install(PublisherSnapshot snapshot) =>
        _byPublisher.AddOrUpdate(snapshot.PublisherId, snapshot, (_, current) => current.Version > snapshot.Version ? current : snapshot);
}
