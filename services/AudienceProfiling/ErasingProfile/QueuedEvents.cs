using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>Events of a viewer in messages: ones that wait in the outbox, and ones that could not be applied.</summary>
internal sealed class QueuedEvents(ProfilingDb db)
{
    /// <summary>Messages that are looked through: more would take longer than an erasure may, and what is in them is refused in any case.</summary>
    private const int MostLookedThrough = 2_000;

    private static readonly string EventsType = typeof(ProfileEventsAccepted).FullName!;
    private static readonly string RecordsType = typeof(DeliveryRecorded).FullName!;

    /// <returns>Null when too much waits to be looked through.</returns>
    public async Task<int?> CountWaitingAsync(string publisherId, IReadOnlyCollection<ViewerId> ids, CancellationToken cancellationToken)
    {
        if ((await db.QueryAsync("SELECT 1 FROM outbox LIMIT @p0", _ => true, cancellationToken, MostLookedThrough + 1)).Count > MostLookedThrough) return null;
        var waiting = await db.Rows(("pattern", Patterns(ids))).ReadAsync(
            "SELECT o.sequence FROM {rows} JOIN outbox o ON o.body LIKE r.pattern ESCAPE '~' WHERE o.account_id = @p0 AND o.message_type = @p1",
            row => row.GetInt64(0), cancellationToken, publisherId, EventsType);
        return waiting.Distinct().Count();
    }

    /// <returns>Events and records removed, and messages that still name the viewer.</returns>
    public async Task<(int Removed, int Left)> RemoveFailedAsync(
        string publisherId, IReadOnlyCollection<ViewerId> ids, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var (messageId, consumer, body) in await FailedAsync(publisherId, EventsType, Patterns(ids), cancellationToken))
        {
            var message = JsonSerializer.Deserialize<ProfileEventsAccepted>(body, PlatformJson.Bus)!;
            var kept = message.Events.Where(e => !ViewerBatch.IdsOf(e).Any(ids.Contains)).ToArray();
            removed += message.Events.Count - kept.Length;
            await RewriteAsync(messageId, consumer, JsonSerializer.Serialize(message with { Events = kept }, PlatformJson.Bus), cancellationToken);
        }

        foreach (var (messageId, consumer, body) in await FailedAsync(publisherId, RecordsType, Patterns(hashes), cancellationToken))
        {
            var message = JsonSerializer.Deserialize<DeliveryRecorded>(body, PlatformJson.Bus)!;
            removed += message.Records.Count(record => hashes.Contains(record.ViewerHash));
            await RewriteAsync(
                messageId, consumer, JsonSerializer.Serialize(message with { Records = [.. message.Records.Select(record => hashes.Contains(record.ViewerHash) ? record with { ViewerHash = null } : record)] }, PlatformJson.Bus),
                cancellationToken);
        }

        var left = (await FailedAsync(publisherId, EventsType, Patterns(ids), cancellationToken)).Count(error => Names(error.Body, ids))
            + (await FailedAsync(publisherId, RecordsType, Patterns(hashes), cancellationToken)).Count;
        return (removed, left);
    }

    /// <summary>Events of the erased in messages that failed, or were given up by the broker, after the erasure.</summary>
    /// <param name="since">Failed at this time or later.</param>
    /// <returns>Messages that were looked at.</returns>
    public async Task<int> RemoveErasedAsync(BatchRows rows, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var failed = await db.QueryAsync(
            "SELECT message_id, consumer, body FROM message_errors WHERE message_type = @p0 AND failed_at >= @p1",
            row => (MessageId: row.Id(0), Consumer: row.GetString(1), Body: row.GetString(2)), cancellationToken, EventsType, since);
        foreach (var (messageId, consumer, body) in failed)
        {
            var (message, marks) = (JsonSerializer.Deserialize<ProfileEventsAccepted>(body, PlatformJson.Bus)!, new Dictionary<ViewerId, ErasureMark>());
            await rows.LoadMarksAsync(message.AccountId, [.. message.Events.SelectMany(ViewerBatch.IdsOf).Distinct()], marks, cancellationToken);
            var kept = message.Events.Where(e => !ViewerBatch.IdsOf(e).Any(id => marks.TryGetValue(id, out var mark) && e.Timestamp <= mark.At)).ToArray();
            if (kept.Length < message.Events.Count)
                await RewriteAsync(messageId, consumer, JsonSerializer.Serialize(message with { Events = kept }, PlatformJson.Bus), cancellationToken);
        }

        return failed.Count;
    }

    /// <summary>Another viewer's property may hold the same text.</summary>
    private static bool Names(string body, IReadOnlyCollection<ViewerId> ids) =>
        JsonSerializer.Deserialize<ProfileEventsAccepted>(body, PlatformJson.Bus)!.Events.Any(e => ViewerBatch.IdsOf(e).Any(ids.Contains));

    private async Task<List<(Guid MessageId, string Consumer, string Body)>> FailedAsync(string publisherId, string type, string[] patterns, CancellationToken cancellationToken)
    {
        // Mostly there are none.
        if (await db.QueryAsync("SELECT 1 FROM message_errors WHERE message_type = @p0 LIMIT 1", _ => true, cancellationToken, type) is []) return [];
        var failed = await db.Rows(("pattern", patterns)).ReadAsync(
            """
            SELECT e.message_id, e.consumer, e.body FROM {rows} JOIN message_errors e ON e.body LIKE r.pattern ESCAPE '~'
            WHERE e.account_id = @p0 AND e.message_type = @p1
            """,
            row => (MessageId: row.Id(0), Consumer: row.GetString(1), Body: row.GetString(2)), cancellationToken, publisherId, type);
        return [.. failed.DistinctBy(error => (error.MessageId, error.Consumer))];
    }

    /// <summary>The reason and its details may quote the message: they go with it.</summary>
    private Task<int> RewriteAsync(Guid messageId, string consumer, string body, CancellationToken cancellationToken) => db.ExecuteAsync(
        "UPDATE message_errors SET body = @p0, detail = '(removed with an erased viewer)' WHERE message_id = @p1 AND consumer = @p2", cancellationToken, body, messageId, consumer);

    private static string[] Patterns(IEnumerable<ViewerId> ids) => Patterns(ids.Select(id => id.Id));

    /// <summary>A look at the text before it is parsed, so that a backlog stays in the database: it may say yes too often, never too seldom.</summary>
    private static string[] Patterns(IEnumerable<string> texts) =>
        [.. texts.Select(text => JsonSerializer.Serialize(text, PlatformJson.Bus).Replace("~", "~~", StringComparison.Ordinal).Replace("%", "~%", StringComparison.Ordinal).Replace("_", "~_", StringComparison.Ordinal))
            .Distinct().Select(text => $"%{text}%")];
}
