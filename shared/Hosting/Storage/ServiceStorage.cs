using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Messaging.Snapshots;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Storage;

public static class ServiceStorage
{
    /// <summary>
    /// Registers a service's database, migrated at start, with its outbox and its copy of the keys: schema <paramref name="name"/> of
    /// <c>AdPlatform:Postgres</c>, or without that the file <c>{data}/{name}.db</c>.
    /// </summary>
    public static void AddServiceDb<TDb>(this IHostApplicationBuilder builder, string name)
        where TDb : ServiceDb
    {
        if (builder.Configuration["AdPlatform:Postgres"] is { Length: > 0 } postgres)
        {
            var connection = PostgresStorage.ForService(postgres, name);
            builder.Services.AddSingleton(services => new ServiceDatabase<TDb>(name, StorageProvider.Postgres) { Versions = services.GetService<Caching.Versions>() });
            builder.Services.AddDbContext<TDb>(options => options.UseNpgsql(connection));
        }
        else
        {
            builder.Services.AddSingleton(services => new ServiceDatabase<TDb>(name, StorageProvider.Sqlite) { Versions = services.GetService<Caching.Versions>() });
            builder.Services.AddDbContext<TDb>((services, options) => options
                .UseSqlite($"Data Source={services.GetRequiredService<DataFolder>().File(name + ".db")};Cache=Private;Pooling=True;Default Timeout=10")
                .AddInterceptors(SqliteSettings.Instance));
        }

        builder.Services.AddHostedService<DatabaseStart<TDb>>();
        builder.Services.AddHostedService<Retention<TDb>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck<TDb>>($"database {name}", tags: ["ready"]);
        builder.Services.AddHealthChecks().AddCheck<SnapshotCheck<TDb>>($"snapshots {name}", tags: ["ready"]);
        builder.Services.AddHostedService<SnapshotRequester<TDb>>();
        builder.Services.AddSingleton(new ServiceOnBus(name, bus =>
        {
            bus.AddConsumer<SnapshotRequestedConsumer<TDb>, Contracts.Platform.V1.SnapshotRequested, TDb>();
            bus.AddConsumer<SnapshotSentConsumer<TDb>, Contracts.Platform.V1.SnapshotSent, TDb>();
            bus.AddConsumer<ApiKeyIssuedConsumer<TDb>, Contracts.Campaigns.V1.ApiKeyIssued, TDb>(snapshot: true);
            bus.AddConsumer<ApiKeyRevokedConsumer<TDb>, Contracts.Campaigns.V1.ApiKeyRevoked, TDb>();
        }, typeof(OutboxDispatcher<TDb>), typeof(OutboxRelay<TDb>), typeof(TDb)));
    }
}
