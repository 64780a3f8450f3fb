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

    /// <summary>Notices of exchanges and players: counted, and nothing more. A win is no impression.</summary>
    public const string Win = "win";
    public const string Loss = "loss";
    public const string Error = "error";

    public static bool IsNotice(string name) => name is Win or Loss or Error;

    /// <summary>The same token's URL for another kind.</summary>
    public static string Other(string url, string kind)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return url[..(url.LastIndexOf('/', query) + 1)] + kind + url[query..];
    }

    public static string Name(DeliveryKind kind) => Names[kind];

    public static DeliveryKind? Find(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
