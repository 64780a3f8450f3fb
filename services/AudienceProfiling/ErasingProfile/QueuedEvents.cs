using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>Events of a viewer in messages: ones that wait in the outbox, and ones that could not be applied.</summary>
internal sealed class QueuedEvents(ProfilingDb db)
{
    private static readonly string MessageType = typeof(ProfileEventsAccepted).FullName!;

    public int CountWaiting(string publisherId, IReadOnlyList<ViewerId> ids)
    {
        var count = 0;
        using var command = db.Command("SELECT body FROM outbox WHERE account_id = $p AND message_type = $t").With("$p", "$t");
        using var row = command.Of(publisherId, MessageType).ExecuteReader();
        while (row.Read())
            if (Names(row.GetString(0), ids)) count++;
        return count;
    }

    /// <returns>Events removed.</returns>
    public int RemoveFailed(string publisherId, IReadOnlyList<ViewerId> ids)
    {
        var failed = new List<(string MessageId, string Consumer, string Body)>();
        using (var command = db.Command("SELECT message_id, consumer, body FROM message_errors WHERE account_id = $p AND message_type = $t").With("$p", "$t"))
        using (var row = command.Of(publisherId, MessageType).ExecuteReader())
            while (row.Read())
                if (Names(row.GetString(2), ids)) failed.Add((row.GetString(0), row.GetString(1), row.GetString(2)));

        var removed = 0;
        foreach (var (messageId, consumer, body) in failed)
        {
            var message = JsonSerializer.Deserialize<ProfileEventsAccepted>(body, PlatformJson.Bus)!;
            var kept = message.Events.Where(e => !ViewerBatch.IdsOf(e).Any(ids.Contains)).ToArray();
            removed += message.Events.Count - kept.Length;
            db.Command("UPDATE message_errors SET body = $b WHERE message_id = $m AND consumer = $c").With("$b", "$m", "$c")
                .Run(JsonSerializer.Serialize(message with { Events = kept }, PlatformJson.Bus), messageId, consumer);
        }
        return removed;
    }

    /// <summary>A quick look at the text before it is parsed: it may say yes too often, never too seldom.</summary>
    private static bool Names(string body, IReadOnlyList<ViewerId> ids) =>
        ids.Any(id => body.Contains(JsonSerializer.Serialize(id.Id, PlatformJson.Bus), StringComparison.Ordinal));
}
