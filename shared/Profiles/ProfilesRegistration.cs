using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdPlatform.Profiles;

public static class ProfilesRegistration
{
    /// <summary>Entries, not bytes: about 2 KB each, so 0.5 GB when full.</summary>
    public const int DefaultCapacity = 250_000;

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
