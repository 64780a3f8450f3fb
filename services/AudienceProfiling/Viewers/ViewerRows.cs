using System.Data.Common;
using System.Runtime.CompilerServices;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <param name="Version">Of the document; grows with every write.</param>
internal sealed record StoredViewer(long Number, long Version, ViewerProfile Profile);

internal sealed record PublishersViewer(string PublisherId, StoredViewer Viewer);

/// <summary>Viewers in the database, read in sets; written by <see cref="WritingViewers"/>.</summary>
internal sealed class ViewerRows(ProfilingDb db, ViewerCache cache)
{
    public async Task<StoredViewer?> FindAsync(string publisherId, ViewerId id, CancellationToken cancellationToken)
    {
        // No id has it, and PostgreSQL would refuse to compare with it.
        if (id.Id.Contains('\0')) return null;
        var found = await db.QueryAsync(
            """
            SELECT v.viewer_no, v.version, v.document FROM viewer_ids i JOIN viewers v ON v.viewer_no = i.viewer_no
            WHERE i.publisher_id = @p0 AND i.kind = @p1 AND i.id = @p2
            """, Stored, cancellationToken, publisherId, id.Kind, id.Id);
        return found is [var viewer] ? viewer : null;
    }

    /// <summary>For a change in the open write transaction: the profiles are the caller's alone. Each viewer once, however many of its ids are asked for.</summary>
    public async Task<IReadOnlyList<StoredViewer>> TakeAsync(string publisherId, IReadOnlyCollection<ViewerId> ids, CancellationToken cancellationToken) =>
        await TakeAsync(await db.Rows(("kind", ids.Select(id => id.Kind).ToArray()), ("id", ids.Select(id => id.Id).ToArray())).ReadAsync(
            """
            SELECT v.viewer_no, v.version FROM {rows} JOIN viewer_ids i ON i.publisher_id = @p0 AND i.kind = r.kind AND i.id = r.id
            JOIN viewers v ON v.viewer_no = i.viewer_no
            """, NumberAndVersion, cancellationToken, publisherId), cancellationToken);

    /// <inheritdoc cref="TakeAsync(string, IReadOnlyCollection{ViewerId}, CancellationToken)"/>
    public async Task<IReadOnlyList<StoredViewer>> TakeAsync(IEnumerable<long> numbers, CancellationToken cancellationToken) =>
        await TakeAsync(await db.Rows(("number", numbers.ToArray())).ReadAsync(
            "SELECT v.viewer_no, v.version FROM {rows} JOIN viewers v ON v.viewer_no = r.number", NumberAndVersion, cancellationToken), cancellationToken);

    /// <summary>Row numbers by hash; a hash that is nobody's is left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> FindByHashAsync(string publisherId, IEnumerable<string> hashes, CancellationToken cancellationToken)
    {
        var found = await db.Rows(("hash", hashes.Distinct().ToArray())).ReadAsync(
            "SELECT i.hash, i.viewer_no FROM {rows} JOIN viewer_ids i ON i.publisher_id = @p0 AND i.hash = r.hash",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken, publisherId);
        return found.ToDictionary();
    }

    /// <summary>All viewers of a publisher, in no order, as they are committed: outside of the write transaction, which a scan would hold for too long.</summary>
    public IAsyncEnumerable<ViewerProfile> ScanAsync(string publisherId, CancellationToken cancellationToken) =>
        StreamAsync("SELECT document FROM viewers WHERE publisher_id = @p", publisherId, row => ViewerDocument.Read(row.GetFieldValue<byte[]>(0)), cancellationToken);

    /// <summary>Of all publishers, the ones seen last first, in portions.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PublishersViewer>> RecentAsync(int most, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Numbers are sorted, not documents.
        var numbers = new List<long>();
        await foreach (var number in StreamAsync("SELECT viewer_no FROM viewers ORDER BY last_seen DESC LIMIT @p", most, row => row.GetInt64(0), cancellationToken)) numbers.Add(number);
        foreach (var portion in numbers.Chunk(atOnce)) yield return await ReadAsync(portion, cancellationToken);
    }

    /// <summary>Of all publishers, the ones with the highest numbers below <paramref name="before"/>, highest first.</summary>
    public Task<List<PublishersViewer>> PageAsync(long before, int atMost, CancellationToken cancellationToken) => db.QueryAsync(
        "SELECT viewer_no, version, document, publisher_id FROM viewers WHERE viewer_no < @p0 ORDER BY viewer_no DESC LIMIT @p1",
        OfPublisher, cancellationToken, before, atMost);

    /// <summary>To look at, as they are committed.</summary>
    public Task<List<PublishersViewer>> ReadAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken) => db.Rows(("number", numbers.ToArray())).ReadAsync(
        "SELECT v.viewer_no, v.version, v.document, v.publisher_id FROM {rows} JOIN viewers v ON v.viewer_no = r.number", OfPublisher, cancellationToken);

    private async Task<IReadOnlyList<StoredViewer>> TakeAsync(List<(long Number, long Version)> found, CancellationToken cancellationToken)
    {
        var (taken, toRead) = (new List<StoredViewer>(found.Count), new List<long>());
        foreach (var (number, version) in found.DistinctBy(viewer => viewer.Number))
        {
            if (cache.Take(number, version) is { } profile) taken.Add(new(number, version, profile));
            else toRead.Add(number);
        }

        taken.AddRange(await db.Rows(("number", toRead.ToArray())).ReadAsync(
            "SELECT v.viewer_no, v.version, v.document FROM {rows} JOIN viewers v ON v.viewer_no = r.number", Stored, cancellationToken));
        return taken;
    }

    /// <summary>Row by row, for as long as it takes; the connection is busy until the end.</summary>
    private async IAsyncEnumerable<T> StreamAsync<T>(string sql, object value, Func<DbDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Texts are constants of this class; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = 0;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@p", value);
            command.Parameters.Add(parameter);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) yield return read(reader);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static PublishersViewer OfPublisher(DbDataReader row) => new(row.GetString(3), Stored(row));

    private static (long Number, long Version) NumberAndVersion(DbDataReader row) => (row.GetInt64(0), row.GetInt64(1));

    private static StoredViewer Stored(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), ViewerDocument.Read(row.GetFieldValue<byte[]>(2)));
}
