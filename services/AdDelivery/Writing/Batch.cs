using System.Data.Common;
using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>The statements of one commit. A statement of one write may run before an earlier one of another: see <see cref="Write.ReadsTotals"/>.</summary>
internal sealed class Batch(DeliveryDb db) : IDisposable
{
    private readonly SqlBatch _sql = new(db);

    /// <summary>Some records were written: they are published a moment later, with others.</summary>
    public bool HasRecords { get; private set; }

    public Task AddAsync(string publisherId, DeliveryRecord record)
    {
        HasRecords = true;
        return _sql.ExecuteAsync("INSERT INTO pending_records (publisher_id, record) VALUES (@p0, @p1)", publisherId, JsonSerializer.Serialize(record, PlatformJson.Bus));
    }

    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => _sql.ExecuteAsync(sql, values);

    public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values) => _sql.QueryAsync(sql, read, values);

    /// <returns>The first row's number; 0 without a row, and for null.</returns>
    public async Task<long> NumberAsync(string sql, Guid id) => (await _sql.QueryAsync(sql, row => row.IsDBNull(0) ? 0 : row.GetInt64(0), id)).FirstOrDefault();

    /// <summary>Side by side: as many round trips as the longest of them needs.</summary>
    public Task ApplyAsync(IEnumerable<Write> writes) => _sql.CompleteAsync(Task.WhenAll(writes.Select(write => write.ApplyAsync(this)).ToList()), CancellationToken.None);

    public void Dispose() => _sql.Dispose();
}
