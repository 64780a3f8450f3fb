using AdPlatform.Hosting.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <param name="Version">Of the document; grows with every write.</param>
internal sealed record StoredViewer(long Number, long Version, ViewerProfile Profile);

/// <summary>Viewers in the database, read and written with prepared statements in the caller's transaction; the profile store follows after the commit.</summary>
internal sealed class ViewerRows(ProfilingDb db, ViewerKeys keys, ViewerCache cache, IOptions<ProfilingOptions> options)
{
    private SqliteCommand? find;
    private SqliteCommand? version;
    private SqliteCommand? read;
    private SqliteCommand? insert;
    private SqliteCommand? update;
    private SqliteCommand? link;

    public long? Find(string publisherId, ViewerId id)
    {
        find ??= db.Command("SELECT viewer_no FROM viewer_ids WHERE publisher_id = $p AND kind = $k AND id = $i").With("$p", "$k", "$i");
        return (long?)find.Of(publisherId, id.Kind, id.Id).ExecuteScalar();
    }

    public long? FindByHash(string publisherId, string hash)
    {
        using var command = db.Command("SELECT viewer_no FROM viewer_ids WHERE publisher_id = $p AND hash = $h").With("$p", "$h");
        return (long?)command.Of(publisherId, hash).ExecuteScalar();
    }

    /// <summary>For a change in the open write transaction: the profile is the caller's alone.</summary>
    public StoredViewer ReadToChange(long number)
    {
        version ??= db.Command("SELECT version FROM viewers WHERE viewer_no = $n").With("$n");
        return version.Of(number).ExecuteScalar() is long current && cache.Take(number, current) is { } profile
            ? new(number, current, profile)
            : Read(number);
    }

    public StoredViewer Read(long number)
    {
        read ??= db.Command("SELECT version, document FROM viewers WHERE viewer_no = $n").With("$n");
        using var row = read.Of(number).ExecuteReader();
        if (!row.Read()) throw new InvalidOperationException($"Viewer {number} has ids but no row.");
        return new(number, row.GetInt64(0), ViewerDocument.Read(row.GetFieldValue<byte[]>(1)));
    }

    /// <summary>All viewers of a publisher, or of all publishers for null; the ones seen last come first.</summary>
    public IEnumerable<(string PublisherId, StoredViewer Viewer)> Scan(string? publisherId)
    {
        using var command = db.Command(
            $"SELECT publisher_id, viewer_no, version, document FROM viewers {(publisherId is null ? "" : "WHERE publisher_id = $p")} ORDER BY last_seen DESC").With("$p");
        using var row = command.Of(publisherId).ExecuteReader();
        while (row.Read())
            yield return (row.GetString(0), new(row.GetInt64(1), row.GetInt64(2), ViewerDocument.Read(row.GetFieldValue<byte[]>(3))));
    }

    /// <param name="number">Null for a new viewer.</param>
    /// <param name="idsToLink">The ones that do not lead to this row yet.</param>
    /// <param name="leastVersion">The version written is above this one and the clock's microsecond, so that it survives a removal.</param>
    /// <returns>The row number.</returns>
    public long Write(string publisherId, long? number, long leastVersion, ViewerProfile profile, IEnumerable<ViewerId> idsToLink, long evaluation, DateTimeOffset now)
    {
        var next = Math.Max(leastVersion + 1, UnixMicroseconds.From(now));
        var document = ViewerDocument.Write(profile);
        var seen = UnixMicroseconds.From(profile.LastSeen);
        if (number is { } n)
        {
            update ??= db.Command("UPDATE viewers SET version = $v, last_seen = $s, evaluation = $e, document = $d WHERE viewer_no = $n").With("$v", "$s", "$e", "$d", "$n");
            update.Of(next, seen, evaluation, document, n).ExecuteNonQuery();
        }
        else
        {
            insert ??= db.Command("INSERT INTO viewers (publisher_id, version, last_seen, evaluation, document) VALUES ($p, $v, $s, $e, $d) RETURNING viewer_no")
                .With("$p", "$v", "$s", "$e", "$d");
            n = (long)insert.Of(publisherId, next, seen, evaluation, document).ExecuteScalar()!;
        }

        link ??= db.Command(
            "INSERT INTO viewer_ids (publisher_id, kind, id, viewer_no, hash) VALUES ($p, $k, $i, $n, $h) ON CONFLICT (publisher_id, kind, id) DO UPDATE SET viewer_no = excluded.viewer_no")
            .With("$p", "$k", "$i", "$n", "$h");
        foreach (var id in idsToLink) link.Of(publisherId, id.Kind, id.Id, n, keys.HashOf(publisherId, id)).ExecuteNonQuery();
        db.CacheAfterCommit(new(n, next, profile), profile.ForStore(publisherId, next, options.Value.InterestHalfLife, options.Value.TcfAppliesTo(publisherId), keys));
        return n;
    }

    /// <summary>The row of a viewer that was merged into another goes; its ids were linked to the other.</summary>
    public void RemoveMerged(long number, long into)
    {
        db.Command("UPDATE unknown_title_events SET viewer_no = $i WHERE viewer_no = $n").With("$i", "$n").Run(into, number);
        db.Command("DELETE FROM viewer_ids WHERE viewer_no = $n").With("$n").Run(number);
        db.Command("DELETE FROM viewers WHERE viewer_no = $n").With("$n").Run(number);
    }

    public ErasedRows Erase(string publisherId, StoredViewer viewer)
    {
        cache.Take(viewer.Number, viewer.Version);
        var events = db.Command("DELETE FROM unknown_title_events WHERE viewer_no = $n").With("$n").Run(viewer.Number);
        var ids = db.Command("DELETE FROM viewer_ids WHERE viewer_no = $n").With("$n").Run(viewer.Number);
        var rows = db.Command("DELETE FROM viewers WHERE viewer_no = $n").With("$n").Run(viewer.Number);
        var hashes = viewer.Profile.Ids.ConvertAll(id => keys.HashOf(publisherId, id));
        // Tried at once after the commit; the rows go when the store has confirmed it.
        using var removed = db.Command(
            "INSERT INTO removed_profiles (publisher_id, hash, version) VALUES ($p, $h, $v) ON CONFLICT (publisher_id, hash) DO UPDATE SET version = excluded.version")
            .With("$p", "$h", "$v");
        foreach (var hash in hashes) removed.Of(publisherId, hash, viewer.Version).ExecuteNonQuery();
        db.RemoveAfterCommit(publisherId, hashes, viewer.Version);
        return new(rows, ids, events, hashes);
    }
}

internal sealed record ErasedRows(int Viewers, int Ids, int UnknownTitleEvents, IReadOnlyList<string> Hashes);
