using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace AdPlatform.Hosting.Caching;

/// <param name="Configuration">As StackExchange.Redis reads it: <c>host:port,password=...</c></param>
internal sealed record RedisSettings(string Configuration);

public static class CachingRegistration
{
    /// <summary>Is Redis configured (<c>AdPlatform:Redis</c>)? Otherwise what it would hold is in this process.</summary>
    public static bool HasRedis(this IHostApplicationBuilder builder) => !string.IsNullOrWhiteSpace(builder.Configuration["AdPlatform:Redis"]);

    internal static void AddCaching(this IHostApplicationBuilder builder)
    {
        builder.AddPlatformOptions<CachingOptions>("Caching");
        builder.Services.AddSingleton<Versions>();
        if (builder.HasRedis() || builder.Configuration["AdPlatform:Postgres"] is { Length: > 0 }) builder.Services.AddHostedService<VersionWatcher>();
        if (!builder.HasRedis()) return;
        var settings = new RedisSettings(builder.Configuration["AdPlatform:Redis"]!);
        try
        {
            _ = ConfigurationOptions.Parse(settings.Configuration);
        }
        catch (ArgumentException cause)
        {
            throw new InvalidOperationException($"AdPlatform__Redis is not a StackExchange.Redis configuration such as 'host:6379,password=...': {cause.Message}", cause);
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<RedisConnection>();
        builder.Services.AddHostedService<RedisKeeper>();
        builder.Services.AddHealthChecks().AddCheck<RedisCheck>("redis", tags: ["ready"]);
    }
}
