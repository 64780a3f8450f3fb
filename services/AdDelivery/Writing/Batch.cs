using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>The statements of one commit. A statement of one write may run before an earlier one of another: see <see cref="Write.ReadsTotals"/>.</summary>
internal sealed class Batch(DeliveryDb db) : IDisposable
{
    private readonly SqlBatch _sql = new(db);
    private readonly Lock _gate = new();

    /// <summary>By publisher, a JSON array that lacks its end.</summary>
    private readonly Dictionary<string, (ArrayBufferWriter<byte> Text, Utf8JsonWriter Json)> _records = new(StringComparer.Ordinal);

    /// <summary>By publisher and by what was decided for.</summary>
    private readonly Dictionary<string, Dictionary<(Guid Line, Guid Creative), DecisionCount>> _decided = new(StringComparer.Ordinal);

    /// <summary>By line, with a token of it.</summary>
    private readonly Dictionary<Guid, (EventToken Of, Delivered Sum)> _delivered = [];

    /// <summary>Some records or decisions were written: they are published a moment later, with others.</summary>
    public bool HasRecords => _records.Count > 0 || _decided.Count > 0;

    /// <summary>All records of a commit are one row a publisher: a row of its own would cost more than the record.</summary>
    public void Add(string publisherId, DeliveryRecord record)
    {
        lock (_gate)
        {
            if (!_records.TryGetValue(publisherId, out var records))
            {
                // Some ten records: a commit that somebody waits for has few, and one of many grows.
                var text = new ArrayBufferWriter<byte>(4 * 1024);
                _records[publisherId] = records = (text, new Utf8JsonWriter(text, new() { Encoder = PlatformJson.Bus.Encoder, SkipValidation = true }));
                records.Json.WriteStartArray();
            }
            JsonSerializer.Serialize(records.Json, record, PlatformJson.Bus);
        }
    }

    /// <summary>A decision is told as one more of its kind: a record of each would be most of what the bus carries, and its consumers would pass it over.</summary>
    public void Count(string publisherId, Chosen chosen)
    {
        var (line, creative, campaign) = (chosen.Line.Plan.LineId, chosen.Creative.CreativeId, chosen.Line.Campaign.Document);
        lock (_gate)
        {
            if (!_decided.TryGetValue(publisherId, out var decided)) _decided[publisherId] = decided = [];
            decided[(line, creative)] = decided.TryGetValue((line, creative), out var known)
                ? known with { Count = known.Count + 1 }
                : new() { AdvertiserId = campaign.AdvertiserId, CampaignId = campaign.CampaignId, LineId = line, CreativeId = creative, Count = 1 };
        }
    }

    /// <summary>A line's events of a commit are one addition to its totals: one row that each of them wrote would be written hundreds of times.</summary>
    public void Count(EventToken token, Delivered more)
    {
        lock (_gate) _delivered[token.LineId] = (token, _delivered.GetValueOrDefault(token.LineId).Sum + more);
    }

    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => _sql.ExecuteAsync(sql, values);

    public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values) => _sql.QueryAsync(sql, read, values);

    /// <returns>The first row's number; 0 without a row, and for null.</returns>
    public async Task<long> NumberAsync(string sql, Guid id) => (await _sql.QueryAsync(sql, row => row.IsDBNull(0) ? 0 : row.GetInt64(0), id)).FirstOrDefault();

    /// <summary>Side by side: as many round trips as the longest of them needs.</summary>
    public Task ApplyAsync(IEnumerable<Write> writes) => CompleteAsync(writes.Select(write => write.ApplyAsync(this)));

    /// <summary>After the writes that count, and before those that read totals.</summary>
    public Task WriteTotalsAsync() => CompleteAsync(_delivered.Values.Select(line => _sql.ExecuteAsync(
        """
        INSERT INTO spend (line_id, campaign_id, publisher_id, advertiser_id, billed_micros, billed_impressions, unbilled_impressions, clicks)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
        ON CONFLICT (line_id) DO UPDATE SET billed_micros = spend.billed_micros + excluded.billed_micros,
            billed_impressions = spend.billed_impressions + excluded.billed_impressions,
            unbilled_impressions = spend.unbilled_impressions + excluded.unbilled_impressions, clicks = spend.clicks + excluded.clicks
        """,
        line.Of.LineId, line.Of.CampaignId, line.Of.PublisherId, line.Of.AdvertiserId, line.Sum.BilledMicros, line.Sum.Billed, line.Sum.Unbilled, line.Sum.Clicks)));

    /// <summary>After the writes: the records and decisions that they added.</summary>
    public Task WriteRecordsAsync() => CompleteAsync(_records.Keys.Union(_decided.Keys).Select(publisher => _sql.ExecuteAsync(
        "INSERT INTO pending_records (publisher_id, record, decisions) VALUES (@p0, @p1, @p2)", publisher, Records(publisher),
        _decided.TryGetValue(publisher, out var decided) ? JsonSerializer.Serialize(decided.Values, PlatformJson.Bus) : null)));

    private string Records(string publisher)
    {
        if (!_records.TryGetValue(publisher, out var records)) return "[]";
        records.Json.WriteEndArray();
        records.Json.Flush();
        return Encoding.UTF8.GetString(records.Text.WrittenSpan);
    }

    public void Dispose()
    {
        _sql.Dispose();
        foreach (var (_, json) in _records.Values) json.Dispose();
    }

    private Task CompleteAsync(IEnumerable<Task> work) => _sql.CompleteAsync(Task.WhenAll(work.ToList()), CancellationToken.None);
}

/// <summary>What is added to a line's totals.</summary>
/// <param name="Billed">Impressions.</param>
/// <param name="Unbilled">Impressions.</param>
internal readonly record struct Delivered(long BilledMicros, long Billed, long Unbilled, long Clicks)
{
    public static Delivered operator +(Delivered a, Delivered b) => new(a.BilledMicros + b.BilledMicros, a.Billed + b.Billed, a.Unbilled + b.Unbilled, a.Clicks + b.Clicks);
}
