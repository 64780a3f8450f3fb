using System.Net;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.MediaPlanning.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task The_migrated_schema_is_the_models(StorageProvider provider)
    {
        await using var app = await TestApp.StartAsync(await TestServers.StoreAsync(provider), PlanningApp.Service);
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<PlanningDb>());
    }

    [Fact]
    public async Task A_character_that_PostgreSQL_cannot_keep_is_the_callers_fault()
    {
        await using var app = await TestApp.StartAsync(await TestServers.StoreAsync(StorageProvider.Postgres), PlanningApp.Service);
        using var client = app.Client(AccountKind.Publisher, PlanningApp.Publisher, null, "inventory");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/v1/inventory?titleId=a%00b")).StatusCode);
    }
}
