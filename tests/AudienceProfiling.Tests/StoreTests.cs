using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests;

/// <summary>What must hold on both stores in every run; the whole suite runs on PostgreSQL with ADPLATFORM_TEST_STORE=postgres.</summary>
public sealed class StoreTests
{
    [Fact]
    public async Task The_migrated_schema_is_the_models() => await CheckAsync(await Profiling.StartAsync());

    [Fact]
    public async Task The_migrated_schema_is_the_models_on_PostgreSQL() =>
        await CheckAsync(await Profiling.StartAsync(("AdPlatform:Postgres", await TestServers.PostgresDatabaseAsync())));

    private static async Task CheckAsync(Profiling started)
    {
        await using var profiling = started;
        await using var scope = profiling.App.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<ProfilingDb>());

        await profiling.AcceptAsync("/v1/track", new { userId = "u1", @event = "A" });
        await profiling.SettledAsync();
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.User("u1")));
    }
}
