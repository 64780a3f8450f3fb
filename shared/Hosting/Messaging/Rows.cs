using System.Text.Json;
using AdPlatform.Contracts;

namespace AdPlatform.Hosting.Messaging;

/// <summary>A message that was committed with the change that caused it. Deleted when the broker has it, or, embedded, when every consumer has committed.</summary>
internal sealed class OutboxRow
{
    public long Sequence { get; init; }
    public required Guid MessageId { get; init; }

    /// <summary>Full name of the contract, which is its wire name.</summary>
    public required string MessageType { get; init; }

    public required string AccountId { get; init; }
    public required string Body { get; init; }

    /// <summary>Of an <see cref="IPartitionedMessage"/>.</summary>
    public int? Partition { get; init; }

    /// <summary>A queue, for a message that is meant for it alone; null is the usual: everyone who subscribed.</summary>
    public string? Destination { get; init; }

    /// <summary>W3C trace context of the cause: one campaign is one trace.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Nobody took it last time: not sent before.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    public static OutboxRow From(IAccountMessage message, DateTimeOffset now, string? traceParent, string? destination = null) => new()
    {
        MessageId = Ids.New(now),
        MessageType = message.GetType().FullName!,
        AccountId = message.AccountId,
        Body = JsonSerializer.Serialize(message, message.GetType(), PlatformJson.Bus),
        Partition = (message as IPartitionedMessage)?.Partition,
        Destination = destination,
        TraceParent = traceParent,
        CreatedAt = now,
    };

    /// <param name="body">The message in JSON.</param>
    public static OutboxRow Written(Type message, string accountId, string body, DateTimeOffset now, string? traceParent) => new()
    {
        MessageId = Ids.New(now), MessageType = message.FullName!, AccountId = accountId, Body = body, TraceParent = traceParent, CreatedAt = now,
    };

    public object Read() => JsonSerializer.Deserialize(Body, MessageTypes.Find(MessageType), PlatformJson.Bus)
        ?? throw new JsonException($"Outbox message {MessageId} is null.");
}

/// <summary>Committed together with what a consumer did: the same message again is skipped.</summary>
internal sealed class InboxRow
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required DateTimeOffset ConsumedAt { get; init; }
}

/// <summary>A message that a consumer could not take after all its tries.</summary>
internal sealed class ErrorRow
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required string MessageType { get; init; }
    public required string AccountId { get; init; }
    public required string Body { get; init; }
    public required string Reason { get; init; }
    public required string Detail { get; init; }
    public required DateTimeOffset FailedAt { get; init; }
}

/// <summary>Contracts by wire name.</summary>
internal static class MessageTypes
{
    private static readonly Dictionary<string, Type> Known = typeof(IAccountMessage).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IAccountMessage).IsAssignableFrom(type))
        .ToDictionary(type => type.FullName!, StringComparer.Ordinal);

    public static Type Find(string name) => Known.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"No contract is called {name}.");
}
