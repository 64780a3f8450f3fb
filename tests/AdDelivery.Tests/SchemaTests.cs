using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Schema_and_model_agree(StorageProvider provider)
    {
        await using var app = await TestApp.StartAsync(await TestServers.StoreAsync(provider), DeliveryApp.Service);
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<DeliveryDb>());
    }
}
