using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.KeepingStore;

/// <summary>At the start the in-process profiles are filled from the database, before anything is served: the viewers seen last first, up to the capacity.</summary>
internal sealed class RefillingStore(IServiceScopeFactory scopes, IProfileStore store, ViewerKeys keys, IOptions<ProfilingOptions> options) : IHostedService
{
    private const int AtOnce = 500;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var viewers = scope.ServiceProvider.GetRequiredService<ViewerRows>();
        var ids = 0;
        await foreach (var portion in viewers.RecentAsync(options.Value.CachedProfiles, AtOnce, cancellationToken))
        {
            var writes = portion.Select(row => row.Viewer.Profile.ForStore(
                row.PublisherId, row.Viewer.Version, options.Value.InterestHalfLife, options.Value.AskFirst(row.PublisherId, row.Viewer.Profile), keys)).ToArray();
            ids += writes.Sum(write => write.Hashes.Count);
            if (ids > options.Value.CachedProfiles) break;
            await store.WriteAsync(writes, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
