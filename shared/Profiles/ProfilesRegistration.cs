using AdPlatform.Hosting;
using AdPlatform.Hosting.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Profiles;

public static class ProfilesRegistration
{
    /// <summary>Entries, not bytes: about 2 KB each, so 0.5 GB when full.</summary>
    public const int DefaultCapacity = 250_000;

    /// <summary>In Redis when the installation has one, in this process otherwise. Services that share the process may each call this.</summary>
    /// <param name="capacity">In this process; Redis holds all.</param>
    public static void AddProfiles(this IHostApplicationBuilder builder, int capacity = DefaultCapacity)
    {
        if (!builder.HasRedis())
        {
            builder.Services.AddEmbeddedProfiles(capacity);
            return;
        }

        builder.AddPlatformOptions<ProfileCacheOptions>("Profiles");
        builder.Services.TryAddSingleton<RedisProfiles>();
        builder.Services.TryAddSingleton<IProfileReader>(provider => provider.GetRequiredService<RedisProfiles>());
        builder.Services.TryAddSingleton<IProfileStore>(provider => provider.GetRequiredService<RedisProfiles>());
    }

    /// <summary>One store for the process; services that share it may each call this.</summary>
    public static IServiceCollection AddEmbeddedProfiles(this IServiceCollection services, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        services.TryAddSingleton(_ => new EmbeddedProfiles(capacity));
        services.TryAddSingleton<IProfileReader>(provider => provider.GetRequiredService<EmbeddedProfiles>());
        services.TryAddSingleton<IProfileStore>(provider => provider.GetRequiredService<EmbeddedProfiles>());
        return services;
    }
}
