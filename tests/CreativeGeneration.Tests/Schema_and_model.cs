using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.CreativeGeneration.Tests;

public sealed class Schema_and_model
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Agree(StorageProvider provider)
    {
        await using var app = await Desk.StartAsync(await TestServers.StoreAsync(provider));
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<CreativesDb>());
    }
}
