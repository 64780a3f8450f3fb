using AdPlatform.AdDelivery.Storage;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class SchemaTests
{
    [Fact]
    public async Task Schema_and_model_agree()
    {
        await using var app = await DeliveryApp.StartAsync();
        await using var scope = app.App.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<DeliveryDb>());
    }
}
