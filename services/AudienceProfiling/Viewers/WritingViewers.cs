using AdPlatform.AudienceProfiling.Features;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <param name="Number">Null for a new viewer.</param>
/// <param name="LeastVersion">The version written is above this one and the clock's microsecond, so that it survives a removal.</param>
/// <param name="IdsToLink">The ones that do not lead to this row yet.</param>
internal sealed record ViewerWrite(long? Number, long LeastVersion, ViewerProfile Profile, IReadOnlyCollection<ViewerId> IdsToLink);

/// <summary>Writes viewers in sets, in the caller's write transaction; the profile store follows after the commit.</summary>
internal sealed class WritingViewers(ProfilingDb db, ViewerKeys keys, ViewerCache cache, FeatureRows features, IOptions<ProfilingOptions> options)
{
    /// <returns>The row numbers, in the order of <paramref name="writes"/>.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(
        string publisherId, IReadOnlyList<ViewerWrite> writes, long evaluation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var least = UnixMicroseconds.From(now);
        var rows = writes.Select((write, i) => new Row(i, write, Math.Max(write.LeastVersion + 1, least), UnixMicroseconds.From(write.Profile.LastSeen), ViewerDocument.Write(write.Profile))).ToArray();
        var numbers = writes.Select(write => write.Number ?? 0).ToArray();
        await UpdateAsync([.. rows.Where(row => row.Write.Number is not null)], evaluation, cancellationToken);
        var added = rows.Where(row => row.Write.Number is null).ToArray();
        foreach (var (row, number) in added.Zip(await InsertAsync(publisherId, added, evaluation, cancellationToken))) numbers[row.Index] = number;
        await LinkAsync(publisherId, [.. rows.SelectMany(row => row.Write.IdsToLink, (row, id) => (id, numbers[row.Index]))], cancellationToken);
        await features.WriteAsync(publisherId, [.. writes.Select((write, i) => (numbers[i], write.Profile))], cancellationToken);
        foreach (var (index, write, version, _, _) in rows)
        {
            db.CacheAfterCommit(
                new(numbers[index], version, write.Profile),
                write.Profile.ForStore(publisherId, version, options.Value.InterestHalfLife, options.Value.AskFirst(publisherId, write.Profile), keys));
        }

        return numbers;
    }

    /// <summary>Evaluated again, and nothing has changed.</summary>
    public Task<int> StampAsync(IEnumerable<long> numbers, long evaluation, CancellationToken cancellationToken) =>
        db.Rows(("number", numbers.ToArray())).RunAsync("UPDATE viewers SET evaluation = @p0 FROM {rows} WHERE viewer_no = r.number", cancellationToken, evaluation);

    /// <summary>The rows of viewers that were merged into others go; their ids were linked to those.</summary>
    public async Task RemoveMergedAsync(IReadOnlyCollection<(long Number, long Into)> merged, CancellationToken cancellationToken)
    {
        var numbers = merged.Select(viewer => viewer.Number).ToArray();
        await db.Rows(("number", numbers), ("survivor", merged.Select(viewer => viewer.Into).ToArray()))
            .RunAsync("UPDATE unknown_title_events SET viewer_no = r.survivor FROM {rows} WHERE viewer_no = r.number", cancellationToken);
        await db.Rows(("number", numbers), ("survivor", merged.Select(viewer => viewer.Into).ToArray()))
            .RunAsync("UPDATE viewing_history SET viewer_no = r.survivor FROM {rows} WHERE viewer_no = r.number", cancellationToken);
        await DeleteAsync("viewer_ids", numbers, cancellationToken);
        await features.DeleteAsync(numbers, cancellationToken);
        await DeleteAsync("viewers", numbers, cancellationToken);
    }

    /// <param name="erasureId">Of the receipt that waits until the profile store has confirmed it.</param>
    public async Task<ErasedRows> EraseAsync(string publisherId, IReadOnlyCollection<StoredViewer> viewers, CancellationToken cancellationToken, Guid? erasureId = null)
    {
        var numbers = viewers.Select(viewer => viewer.Number).ToArray();
        var history = await DeleteAsync("viewing_history", numbers, cancellationToken);
        var events = await DeleteAsync("unknown_title_events", numbers, cancellationToken);
        var ids = await DeleteAsync("viewer_ids", numbers, cancellationToken);
        await features.DeleteAsync(numbers, cancellationToken);
        var rows = await DeleteAsync("viewers", numbers, cancellationToken);
        var removed = viewers.SelectMany(viewer => keys.HashesOf(publisherId, viewer.Profile), (viewer, hash) => (Hash: hash, viewer.Version)).DistinctBy(removal => removal.Hash).ToArray();
        // Tried at once after the commit; the rows go when the store has confirmed it.
        await db.Rows(("hash", Array.ConvertAll(removed, removal => removal.Hash)), ("version", Array.ConvertAll(removed, removal => removal.Version))).RunAsync(
            """
            INSERT INTO removed_profiles (publisher_id, hash, version, erasure_id) SELECT @p0, r.hash, r.version, @p1 FROM {rows} WHERE true
            ON CONFLICT (publisher_id, hash) DO UPDATE SET version = excluded.version, erasure_id = excluded.erasure_id
            """, cancellationToken, publisherId, erasureId);
        foreach (var viewer in viewers)
        {
            cache.Take(viewer.Number, viewer.Version);
            db.RemoveAfterCommit(publisherId, keys.HashesOf(publisherId, viewer.Profile), viewer.Version);
        }

        return new(rows, ids, events, history);
    }

    /// <summary>What is there of the viewer now.</summary>
    public async Task<ErasedRows> CountAsync(string publisherId, StoredViewer viewer, CancellationToken cancellationToken)
    {
        var ids = await db.Rows(("kind", viewer.Profile.Ids.Select(id => id.Kind).ToArray()), ("id", viewer.Profile.Ids.Select(id => id.Id).ToArray())).ReadAsync(
            "SELECT 1 FROM {rows} JOIN viewer_ids i ON i.publisher_id = @p0 AND i.kind = r.kind AND i.id = r.id", _ => true, cancellationToken, publisherId);
        return new(await OfAsync("viewers"), ids.Count, await OfAsync("unknown_title_events"), await OfAsync("viewing_history"));

        async Task<int> OfAsync(string table) => (await db.QueryAsync($"SELECT count(*) FROM {table} WHERE viewer_no = @p0", row => row.GetInt32(0), cancellationToken, viewer.Number))[0];
    }

    private Task<int> DeleteAsync(string table, long[] numbers, CancellationToken cancellationToken) =>
        db.Rows(("number", numbers)).RunAsync($"DELETE FROM {table} WHERE viewer_no IN (SELECT r.number FROM {{rows}})", cancellationToken);

    private Task<int> UpdateAsync(Row[] rows, long evaluation, CancellationToken cancellationToken) => db.Rows(
        ("number", Array.ConvertAll(rows, row => row.Write.Number!.Value)),
        ("new_version", Array.ConvertAll(rows, row => row.Version)),
        ("seen", Array.ConvertAll(rows, row => row.Seen)),
        ("content", Array.ConvertAll(rows, row => row.Document))).RunAsync(
        "UPDATE viewers SET version = r.new_version, last_seen = r.seen, evaluation = @p0, document = r.content FROM {rows} WHERE viewer_no = r.number", cancellationToken, evaluation);

    private async Task<IEnumerable<long>> InsertAsync(string publisherId, Row[] rows, long evaluation, CancellationToken cancellationToken)
    {
        var numbers = await db.Rows(
            ("place", Array.ConvertAll(rows, row => row.Index)),
            ("new_version", Array.ConvertAll(rows, row => row.Version)),
            ("seen", Array.ConvertAll(rows, row => row.Seen)),
            ("content", Array.ConvertAll(rows, row => row.Document))).ReadAsync(
            """
            INSERT INTO viewers (publisher_id, version, last_seen, evaluation, document)
            SELECT @p0, r.new_version, r.seen, @p1, r.content FROM {rows} ORDER BY r.place RETURNING viewer_no
            """, row => row.GetInt64(0), cancellationToken, publisherId, evaluation);
        // Numbers are given in the order of the rows; the order in which they are returned is not promised.
        return numbers.Order();
    }

    private Task<int> LinkAsync(string publisherId, (ViewerId Id, long Number)[] links, CancellationToken cancellationToken) => db.Rows(
        ("kind", Array.ConvertAll(links, link => link.Id.Kind)),
        ("id", Array.ConvertAll(links, link => link.Id.Id)),
        ("number", Array.ConvertAll(links, link => link.Number)),
        ("hash", Array.ConvertAll(links, link => keys.HashOf(publisherId, link.Id)))).RunAsync(
        """
        INSERT INTO viewer_ids (publisher_id, kind, id, viewer_no, hash) SELECT @p0, r.kind, r.id, r.number, r.hash FROM {rows} WHERE true
        ON CONFLICT (publisher_id, kind, id) DO UPDATE SET viewer_no = excluded.viewer_no
        """, cancellationToken, publisherId);

    private sealed record Row(int Index, ViewerWrite Write, long Version, long Seen, byte[] Document);
}

internal sealed record ErasedRows(int Viewers, int Ids, int UnknownTitleEvents, int ViewingHistory);
