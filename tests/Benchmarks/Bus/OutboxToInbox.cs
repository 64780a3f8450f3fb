using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Benchmarks.Bus;

/// <param name="Written">Messages a second until the last was committed to the outbox.</param>
/// <param name="Consumed">Until the last was consumed.</param>
internal sealed record MessageRates(double Written, double Consumed);

/// <summary>Small messages the whole way: a transaction with an outbox row, the broker, and a transaction with an inbox row.</summary>
internal sealed class OutboxToInbox : IAsyncDisposable
{
    private readonly Counting counting;
    private readonly WebApplication app;

    private OutboxToInbox(WebApplication app, Counting counting) => (this.app, this.counting) = (app, counting);

    public static async Task<OutboxToInbox> StartAsync(string broker, string postgres, string data)
    {
        var counting = new Counting();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration["AdPlatform:Data"] = data;
        builder.Configuration["AdPlatform:RabbitMq"] = broker;
        builder.Configuration["AdPlatform:Postgres"] = postgres;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(counting);
        builder.AddPlatform();
        builder.AddServiceDb<MeasuredDb>("measured");
        builder.AddPlatformBus(bus => bus.AddConsumer<MeasuredConsumer, CampaignPaused, MeasuredDb>(concurrency: 16));
        var app = builder.Build();
        await app.StartAsync();
        return new OutboxToInbox(app, counting);
    }

    /// <param name="accounts">Whose messages they are: the messages of one account go one after the other, each when the one before is confirmed.</param>
    public async Task<MessageRates> RunAsync(int messages, int writers, int accounts, CancellationToken cancellationToken)
    {
        var all = counting.Expect(messages);
        var started = Report.Clock.GetTimestamp();
        await Parallel.ForAsync(0, messages, new ParallelOptions { MaxDegreeOfParallelism = writers, CancellationToken = cancellationToken }, async (number, token) =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MeasuredDb>();
            var now = Report.Clock.GetUtcNow();
            db.Publish(new CampaignPaused { AccountId = $"acc_{number % accounts}", CampaignId = Ids.New(now), CampaignVersion = 1, PausedAt = now }, now);
            await db.CommitAsync(token);
        });
        var written = Report.Clock.GetElapsedTime(started).TotalSeconds;
        await all.WaitAsync(cancellationToken);
        return new MessageRates(messages / written, messages / Report.Clock.GetElapsedTime(started).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class Counting
    {
        private TaskCompletionSource all = new();
        private int left;

        public Task Expect(int messages)
        {
            all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref left, messages);
            return all.Task;
        }

        public void One()
        {
            if (Interlocked.Decrement(ref left) == 0) all.TrySetResult();
        }
    }

    private sealed class MeasuredConsumer(Counting counting) : IConsumer<CampaignPaused>
    {
        public Task Consume(ConsumeContext<CampaignPaused> context)
        {
            counting.One();
            return Task.CompletedTask;
        }
    }

    private sealed class MeasuredDb(DbContextOptions<MeasuredDb> options, ServiceDatabase<MeasuredDb> database) : ServiceDb(options, database);
}
