using AdPlatform.CreativeGeneration.Tests.ReviewingCreative;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.CreativeGeneration.Tests;

public sealed class Schema_and_model
{
    [Fact]
    public async Task Agree()
    {
        await using var app = await Desk.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<CreativesDb>());
    }
}
