using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>What a batch of events needs besides the viewers: which of them are new, marks of erasures, titles.</summary>
internal sealed class BatchRows(ProfilingDb db, ViewerKeys keys)
{
    /// <summary>Remembers the ids; returns the indexes of those that were not seen within the duplicate window, of equal ones the first.</summary>
    public async Task<HashSet<int>> NotSeenAsync(
        string publisherId, IReadOnlyList<string> messageIds, DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken)
    {
        var indexes = new Dictionary<Guid, int>(messageIds.Count);
        for (var i = 0; i < messageIds.Count; i++) indexes.TryAdd(DigestOf(messageIds[i]), i);
        var fresh = await db.Rows(("digest", indexes.Keys.Select(digest => digest.ToByteArray()).ToArray())).ReadAsync(
            """
            INSERT INTO seen_messages (publisher_id, digest, seen_at) SELECT @p0, r.digest, @p1 FROM {rows} WHERE true
            ON CONFLICT (publisher_id, digest) DO UPDATE SET seen_at = excluded.seen_at WHERE seen_messages.seen_at < @p2
            RETURNING digest
            """, row => indexes[new Guid(row.GetFieldValue<byte[]>(0))], cancellationToken, publisherId, now, now - window);
        return [.. fresh];
    }

    public async Task LoadMarksAsync(string publisherId, IReadOnlyCollection<ViewerId> ids, Dictionary<ViewerId, ErasureMark> into, CancellationToken cancellationToken)
    {
        // Mostly there are none, and a keyed hash of every id is not free.
        if (await db.QueryAsync("SELECT 1 FROM erasures WHERE publisher_id = @p0 LIMIT 1", _ => true, cancellationToken, publisherId) is []) return;
        var byHash = ids.ToDictionary(id => keys.ErasureHashOf(publisherId, id));
        var marks = await db.Rows(("hash", byHash.Keys.ToArray())).ReadAsync(
            "SELECT e.hash, e.erased_at, e.refused FROM {rows} JOIN erasures e ON e.publisher_id = @p0 AND e.hash = r.hash",
            row => (Id: byHash[row.GetString(0)], Mark: new ErasureMark(row.At(1), row.GetBoolean(2))), cancellationToken, publisherId);
        foreach (var (id, mark) in marks) into[id] = mark;
    }

    public Task WriteMarksAsync(string publisherId, IReadOnlyCollection<(ViewerId Id, ErasureMark Mark)> marks, CancellationToken cancellationToken) => db.Rows(
        ("hash", marks.Select(m => keys.ErasureHashOf(publisherId, m.Id)).ToArray()),
        ("at", marks.Select(m => UnixMicroseconds.From(m.Mark.At)).ToArray()),
        ("refused", marks.Select(m => m.Mark.Refused).ToArray())).RunAsync(
        """
        INSERT INTO erasures (publisher_id, hash, erased_at, refused) SELECT @p0, r.hash, r.at, r.refused FROM {rows} WHERE true
        ON CONFLICT (publisher_id, hash) DO UPDATE SET
            erased_at = CASE WHEN excluded.erased_at > erasures.erased_at THEN excluded.erased_at ELSE erasures.erased_at END, refused = excluded.refused
        """, cancellationToken, publisherId);

    public async Task LoadTitlesAsync(string publisherId, IEnumerable<ViewerEvent> events, Dictionary<string, CataloguedTitle> into, CancellationToken cancellationToken)
    {
        var titles = await db.Rows(("title", events.Select(e => e.Facts?.TitleId).OfType<string>().Distinct().ToArray())).ReadAsync(
            "SELECT t.title_id, t.name, t.genres, t.categories FROM {rows} JOIN titles t ON t.publisher_id = @p0 AND t.title_id = r.title",
            row => new CataloguedTitle(row.GetString(0), row.GetString(1), List(row.GetString(2)), List(row.GetString(3))), cancellationToken, publisherId);
        foreach (var title in titles) into[title.TitleId] = title;
    }

    public Task KeepUnknownTitlesAsync(
        string publisherId, IReadOnlyCollection<(long ViewerNumber, UnknownTitleEvent Event)> events, DateTimeOffset now, CancellationToken cancellationToken) => db.Rows(
        ("title", events.Select(e => e.Event.TitleId).ToArray()),
        ("number", events.Select(e => e.ViewerNumber).ToArray()),
        ("kind", events.Select(e => e.Event.Kind).ToArray()),
        ("weight", events.Select(e => e.Event.Weight).ToArray()),
        ("at", events.Select(e => UnixMicroseconds.From(e.Event.At)).ToArray())).RunAsync(
        """
        INSERT INTO unknown_title_events (publisher_id, title_id, viewer_no, kind, weight, at, received_at)
        SELECT @p0, r.title, r.number, r.kind, r.weight, r.at, @p1 FROM {rows}
        """, cancellationToken, publisherId, now);

    private static List<string> List(string json) => JsonSerializer.Deserialize<List<string>>(json)!;

    /// <summary>The first 16 bytes of the SHA-256.</summary>
    private static Guid DigestOf(string messageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageId), hash);
        return new Guid(hash[..16]);
    }
}
