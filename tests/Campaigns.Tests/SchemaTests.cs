using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Campaigns.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task The_migrated_schema_is_the_models(StorageProvider provider)
    {
        await using var app = await TestApp.StartAsync(await TestServers.StoreAsync(provider), Doors.Service);
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<CampaignsDb>());
    }
}
