using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>Numbers that are known to this process: they never change and none is given twice.</summary>
internal sealed class KnownFeatures
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<FeatureName, int>> byPublisher = new(StringComparer.Ordinal);

    public ConcurrentDictionary<FeatureName, int> Of(string publisherId) => byPublisher.GetOrAdd(publisherId, _ => []);
}

/// <param name="Known">Of the process.</param>
/// <param name="Given">In the open transaction.</param>
internal sealed record FeatureNumbering(ConcurrentDictionary<FeatureName, int> Known, Dictionary<FeatureName, int> Given)
{
    public HashSet<FeatureName> Missing { get; } = [];

    /// <summary>Null for a name without a number, which is missing from then on.</summary>
    public int? Of(FeatureName name)
    {
        if (Known.TryGetValue(name, out var number) || Given.TryGetValue(name, out number)) return number;
        Missing.Add(name);
        return null;
    }
}

/// <summary>
/// A publisher's names as numbers, in the order in which they came up. The table has digests only, so that a name into which a client has written something
/// personal is not kept by it.
/// </summary>
internal sealed class FeatureKeys(ProfilingDb db, KnownFeatures known)
{
    /// <summary>Names of a publisher; what comes up after that (a client that puts ids into names) is in no size.</summary>
    public const int MostNames = (1 << 22) - 1;

    /// <summary>Names kept in memory a publisher.</summary>
    private const int MostKnown = 200_000;

    /// <summary>Given in the open write transaction: they are known to others only when it has committed.</summary>
    private readonly Dictionary<string, Dictionary<FeatureName, int>> pending = new(StringComparer.Ordinal);

    /// <summary>What is known now; names that are not are remembered for <see cref="GiveAsync"/>.</summary>
    public FeatureNumbering Numbering(string publisherId)
    {
        if (!pending.TryGetValue(publisherId, out var given)) pending[publisherId] = given = [];
        return new(known.Of(publisherId), given);
    }

    /// <summary>Gives numbers to the names that had none. In the open write transaction, of which there is one at a time.</summary>
    public async Task GiveAsync(string publisherId, FeatureNumbering numbering, CancellationToken cancellationToken)
    {
        if (numbering.Missing.Count == 0) return;
        if (numbering.Known.Count > MostKnown) numbering.Known.Clear();
        FeatureName[] missing = [.. numbering.Missing];
        numbering.Missing.Clear();
        var stored = await FindAsync(publisherId, missing, cancellationToken);
        foreach (var (name, number) in stored) numbering.Known[name] = number;
        await AddAsync(publisherId, [.. missing.Where(name => !stored.ContainsKey(name))], numbering.Given, cancellationToken);
    }

    public async Task<Dictionary<FeatureName, int>> FindAsync(string publisherId, IReadOnlyList<FeatureName> names, CancellationToken cancellationToken)
    {
        var found = await Rows(names).ReadAsync(
            """
            SELECT r.place, k.feature FROM {rows} JOIN feature_keys k
            ON k.publisher_id = @p0 AND k.kind = r.kind AND k.name_digest = r.name AND k.detail_digest = r.detail
            """, row => KeyValuePair.Create(names[row.GetInt32(0)], row.GetInt32(1)), cancellationToken, publisherId);
        return found.ToDictionary();
    }

    /// <summary>All of a kind, of whatever name; with a detail only those.</summary>
    public Task<List<int>> OfKindAsync(string publisherId, FeatureKind kind, string? detail, CancellationToken cancellationToken) => detail is null
        ? db.QueryAsync("SELECT feature FROM feature_keys WHERE publisher_id = @p0 AND kind = @p1", row => row.GetInt32(0), cancellationToken, publisherId, (int)kind)
        : db.QueryAsync(
            "SELECT feature FROM feature_keys WHERE publisher_id = @p0 AND kind = @p1 AND detail_digest = @p2", row => row.GetInt32(0), cancellationToken, publisherId, (int)kind, Digest(detail));

    /// <summary>Kept properties of an event, of any event for null: texts in them are digests.</summary>
    public Task<List<(int Feature, string Properties)>> PropertiesAsync(string publisherId, string? name, CancellationToken cancellationToken) => name is null
        ? db.QueryAsync(
            "SELECT feature, properties FROM feature_keys WHERE publisher_id = @p0 AND kind = @p1", row => (row.GetInt32(0), row.GetString(1)), cancellationToken, publisherId, (int)FeatureKind.EventProperties)
        : db.QueryAsync(
            "SELECT feature, properties FROM feature_keys WHERE publisher_id = @p0 AND kind = @p1 AND name_digest = @p2", row => (row.GetInt32(0), row.GetString(1)),
            cancellationToken, publisherId, (int)FeatureKind.EventProperties, Digest(name));

    public static string DigestOf(string text) => Convert.ToHexStringLower(Digest(text));

    private async Task AddAsync(string publisherId, FeatureName[] names, Dictionary<FeatureName, int> into, CancellationToken cancellationToken)
    {
        if (names.Length == 0) return;
        var last = (await db.QueryAsync("SELECT coalesce(max(feature), 0) FROM feature_keys WHERE publisher_id = @p0", row => row.GetInt32(0), cancellationToken, publisherId))[0];
        var given = names.Take(MostNames - last).ToArray();
        await Rows(given).RunAsync(
            """
            INSERT INTO feature_keys (publisher_id, feature, kind, name_digest, detail_digest, properties)
            SELECT @p0, @p1 + r.place, r.kind, r.name, r.detail, r.properties FROM {rows}
            """, cancellationToken, publisherId, last + 1);
        for (var i = 0; i < given.Length; i++) into[given[i]] = last + 1 + i;
    }

    private RowSet Rows(IReadOnlyList<FeatureName> names) => db.Rows(
        ("place", Enumerable.Range(0, names.Count).ToArray()),
        ("kind", names.Select(name => (int)name.Kind).ToArray()),
        ("name", names.Select(name => Digest(name.Name)).ToArray()),
        ("detail", names.Select(name => Digest(name.Detail)).ToArray()),
        ("properties", names.Select(name => name.Kind == FeatureKind.EventProperties ? Redacted(name.Detail) : "").ToArray()));

    /// <summary>Kept properties with digests for texts.</summary>
    private static string Redacted(string properties)
    {
        using var read = JsonDocument.Parse(properties);
        return JsonSerializer.Serialize(read.RootElement.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.ValueKind == JsonValueKind.String ? JsonSerializer.SerializeToElement(DigestOf(member.Value.GetString()!)) : member.Value));
    }

    /// <summary>The first 16 bytes of the SHA-256.</summary>
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
