using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AdPlatform.Benchmarks.Bus;

/// <summary>The baseline: the broker's own client, confirmed persistent publishing into a quorum queue, and acknowledged consuming. No outbox, no inbox, no database.</summary>
internal static class RawBroker
{
    private const ushort Prefetch = 256;

    /// <returns>Messages a second from the first publish to the last acknowledge.</returns>
    public static async Task<double> RunAsync(string broker, int messages, int bytes, int publishers, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker) };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var consuming = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var queue = $"raw-{messages}-{bytes}";
        await consuming.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        await consuming.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = messages;
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await consuming.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancellationToken);
            if (Interlocked.Decrement(ref left) == 0) all.TrySetResult();
        };
        await consuming.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);

        await using var publishing = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        var body = new byte[bytes];
        var properties = new BasicProperties { Persistent = true };
        var started = Report.Clock.GetTimestamp();
        await Parallel.ForAsync(0, messages, new ParallelOptions { MaxDegreeOfParallelism = publishers, CancellationToken = cancellationToken },
            async (_, token) => await publishing.BasicPublishAsync("", queue, mandatory: true, properties, body, token));
        await all.Task.WaitAsync(cancellationToken);
        var seconds = Report.Clock.GetElapsedTime(started).TotalSeconds;
        await consuming.QueueDeleteAsync(queue, cancellationToken: cancellationToken);
        return messages / seconds;
    }
}
