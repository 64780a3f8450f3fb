using System.Collections.Concurrent;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>Notes the numbers that it has seen, by partition, in their order.</summary>
internal sealed class PartitionService
{
    public ConcurrentDictionary<int, ConcurrentQueue<int>> Seen { get; } = new();

    public int Count => Seen.Sum(partition => partition.Value.Count);

    public TestService Doors => new(
        builder =>
        {
            builder.Services.AddSingleton(this);
            builder.AddServiceDb<PartitionsDb>("partitions");
        },
        bus => bus.AddConsumer<Consumer, ProfileEventsAccepted, PartitionsDb>(sequential: true),
        _ => { });

    public IReadOnlyCollection<int> Of(int partition) => Seen.TryGetValue(partition, out var numbers) ? numbers : [];

    public static ProfileEventsAccepted Batch(int partition, int number) => new()
    {
        AccountId = "acc_p",
        Partition = partition,
        Events = [new() { MessageId = $"{number}", Type = "track", Timestamp = TestApp.DefaultNow, ReceivedAt = TestApp.DefaultNow }],
    };

    private sealed class Consumer(PartitionService service) : IConsumer<ProfileEventsAccepted>
    {
        public Task Consume(ConsumeContext<ProfileEventsAccepted> context)
        {
            service.Seen.GetOrAdd(context.Message.Partition, _ => new()).Enqueue(int.Parse(context.Message.Events[0].MessageId, System.Globalization.CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        }
    }
}

internal sealed class PartitionsDb(DbContextOptions<PartitionsDb> options, ServiceDatabase<PartitionsDb> database) : ServiceDb(options, database);
