using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>Writes the features of viewers that were stored before there were any, or under other options; goes on where it stopped.</summary>
internal sealed partial class BuildingFeatures(
    IServiceScopeFactory scopes, FeatureBuild build, IOptions<ProfilingOptions> options, TimeProvider clock, ILogger<BuildingFeatures> log) : BackgroundService
{
    /// <summary>Profiles in one write transaction, some 50 ms.</summary>
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await BuildAsync(stoppingToken))
                {
                }
                return;
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: sizes are counted from the documents meanwhile.
                LogFailed(log, cause);
                await Task.Delay(options.Value.SweepInterval, clock, stoppingToken);
            }
        }
    }

    /// <summary>One portion; returns whether there may be more.</summary>
    private async Task<bool> BuildAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        if (await build.IsDoneAsync(db, cancellationToken)) return false;
        await db.BeginWriteAsync(cancellationToken);
        var found = await db.QueryAsync("SELECT viewers_before FROM feature_build WHERE form = @p0", row => row.IsDBNull(0) ? 0 : row.GetInt64(0), cancellationToken, build.Form);
        if (found is []) await db.ExecuteAsync("DELETE FROM feature_build", cancellationToken);
        var before = found is [var number] ? number : long.MaxValue;
        var page = await scope.ServiceProvider.GetRequiredService<ViewerRows>().PageAsync(before, AtOnce, cancellationToken);
        foreach (var publisher in page.GroupBy(viewer => viewer.PublisherId))
        {
            await scope.ServiceProvider.GetRequiredService<FeatureRows>().WriteAsync(
                publisher.Key, [.. publisher.Select(one => (one.Viewer.Number, one.Viewer.Profile))], cancellationToken);
        }

        await db.ExecuteAsync(
            "INSERT INTO feature_build (form, viewers_before) VALUES (@p0, @p1) ON CONFLICT (form) DO UPDATE SET viewers_before = excluded.viewers_before",
            cancellationToken, build.Form, page.Count == 0 ? null : page[^1].Viewer.Number);
        await db.CommitAsync(cancellationToken);
        return page.Count > 0;
    }

    [LoggerMessage(LogLevel.Warning, "Features of viewers could not be written; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
