using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>Events of a viewer in messages: ones that wait in the outbox, and ones that could not be applied.</summary>
internal sealed class QueuedEvents(ProfilingDb db)
{
    private static readonly string MessageType = typeof(ProfileEventsAccepted).FullName!;

    public async Task<int> CountWaitingAsync(string publisherId, IReadOnlyCollection<ViewerId> ids, CancellationToken cancellationToken)
    {
        var waiting = await db.Rows(("pattern", Patterns(ids))).ReadAsync(
            "SELECT o.sequence FROM {rows} JOIN outbox o ON o.body LIKE r.pattern ESCAPE '~' WHERE o.account_id = @p0 AND o.message_type = @p1",
            row => row.GetInt64(0), cancellationToken, publisherId, MessageType);
        return waiting.Distinct().Count();
    }

    /// <returns>Events removed.</returns>
    public async Task<int> RemoveFailedAsync(string publisherId, IReadOnlyCollection<ViewerId> ids, CancellationToken cancellationToken)
    {
        var failed = await db.Rows(("pattern", Patterns(ids))).ReadAsync(
            """
            SELECT e.message_id, e.consumer, e.body FROM {rows} JOIN message_errors e ON e.body LIKE r.pattern ESCAPE '~'
            WHERE e.account_id = @p0 AND e.message_type = @p1
            """,
            row => (MessageId: row.Id(0), Consumer: row.GetString(1), Body: row.GetString(2)), cancellationToken, publisherId, MessageType);

        var removed = 0;
        foreach (var (messageId, consumer, body) in failed.DistinctBy(error => (error.MessageId, error.Consumer)))
        {
            var message = JsonSerializer.Deserialize<ProfileEventsAccepted>(body, PlatformJson.Bus)!;
            var kept = message.Events.Where(e => !ViewerBatch.IdsOf(e).Any(ids.Contains)).ToArray();
            removed += message.Events.Count - kept.Length;
            await db.ExecuteAsync(
                "UPDATE message_errors SET body = @p0 WHERE message_id = @p1 AND consumer = @p2",
                cancellationToken, JsonSerializer.Serialize(message with { Events = kept }, PlatformJson.Bus), messageId, consumer);
        }

        return removed;
    }

    /// <summary>A look at the text before it is parsed, so that a backlog stays in the database: it may say yes too often, never too seldom.</summary>
    private static string[] Patterns(IEnumerable<ViewerId> ids) =>
        [.. ids.Select(id => JsonSerializer.Serialize(id.Id, PlatformJson.Bus).Replace("~", "~~", StringComparison.Ordinal).Replace("%", "~%", StringComparison.Ordinal).Replace("_", "~_", StringComparison.Ordinal))
            .Distinct().Select(text => $"%{text}%")];
}
