using System.Collections.Frozen;
using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.RecordingEvents;

/// <summary>Kinds of events as they stand in URLs: camelCase, e.g. firstQuartile.</summary>
internal static class EventKinds
{
    private static readonly FrozenDictionary<DeliveryKind, string> Names = Enum.GetValues<DeliveryKind>()
        .Where(kind => kind != DeliveryKind.Decision)
        .ToFrozenDictionary(kind => kind, kind => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..]);

    private static readonly FrozenDictionary<string, DeliveryKind> Kinds = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Name(DeliveryKind kind) => Names[kind];

    public static DeliveryKind? Find(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
