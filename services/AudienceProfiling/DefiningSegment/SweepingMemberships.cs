using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>
/// Looks again at profiles that were evaluated under an earlier rule or on an earlier day, so that a window slides without a new event and a new
/// rule takes in who was there before. Also forgets message ids and unknown titles whose time is over.
/// </summary>
internal sealed partial class SweepingMemberships(
    IServiceScopeFactory scopes, SegmentRules segments, IOptions<ProfilingOptions> options, TimeProvider clock, ILogger<SweepingMemberships> log) : BackgroundService
{
    /// <summary>Profiles in one write transaction, some 20 ms.</summary>
    private const int AtOnce = 500;

    /// <summary>Message ids forgotten in one write transaction, some 50 ms.</summary>
    private const int ForgottenAtOnce = 10_000;

    private static readonly TimeSpan UnknownTitlesKept = TimeSpan.FromDays(30);
    private int forgottenOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await SweepAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: the next tick tries again, nothing is lost.
                LogFailed(log, cause);
            }
        }
    }

    /// <summary>One portion of each publisher; returns how many profiles were looked at.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var time = EvaluationTime.At(now, options.Value.InterestHalfLife);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        await ForgetAsync(db, now, time.Today, cancellationToken);
        var looked = 0;
        foreach (var publisherId in await db.Segments.Select(row => row.PublisherId).Distinct().ToListAsync(cancellationToken))
        {
            if (!await AnyStaleAsync(db, publisherId, time, cancellationToken)) continue;
            looked += await SweepAsync(scope.ServiceProvider, publisherId, time, cancellationToken);
        }
        return looked;
    }

    private async Task<bool> AnyStaleAsync(ProfilingDb db, string publisherId, EvaluationTime time, CancellationToken cancellationToken)
    {
        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        return await db.QueryAsync(
            "SELECT 1 FROM viewers WHERE publisher_id = @p0 AND evaluation < @p1 LIMIT 1", _ => true, cancellationToken, publisherId, rules.EvaluationAt(time.Today)) is not [];
    }

    private async Task<int> SweepAsync(IServiceProvider scope, string publisherId, EvaluationTime time, CancellationToken cancellationToken)
    {
        var (db, viewers, writing) = (scope.GetRequiredService<ProfilingDb>(), scope.GetRequiredService<ViewerRows>(), scope.GetRequiredService<WritingViewers>());
        await db.BeginWriteAsync(cancellationToken);
        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        var evaluation = rules.EvaluationAt(time.Today);
        var stale = await db.QueryAsync(
            "SELECT viewer_no FROM viewers WHERE publisher_id = @p0 AND evaluation < @p1 LIMIT @p2", row => row.GetInt64(0), cancellationToken, publisherId, evaluation, AtOnce);
        var changed = new List<ViewerWrite>();
        foreach (var viewer in await viewers.TakeAsync(stale, cancellationToken))
        {
            if (UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId)) changed.Add(new(viewer.Number, viewer.Version, viewer.Profile, []));
        }

        await writing.StampAsync(stale.Except(changed.Select(viewer => viewer.Number!.Value)), evaluation, cancellationToken);
        await writing.WriteAsync(publisherId, changed, evaluation, time.Now, cancellationToken);
        await db.CommitAsync(cancellationToken);
        return stale.Count;
    }

    /// <summary>In slices: a day's message ids in one transaction would keep every writer waiting.</summary>
    private async Task ForgetAsync(ProfilingDb db, DateTimeOffset now, int today, CancellationToken cancellationToken)
    {
        if (forgottenOn == today) return;
        int forgotten;
        do
        {
            await db.BeginWriteAsync(cancellationToken);
            forgotten = await db.ExecuteAsync(
                "DELETE FROM seen_messages WHERE (publisher_id, digest) IN (SELECT publisher_id, digest FROM seen_messages WHERE seen_at < @p0 LIMIT @p1)",
                cancellationToken, now - options.Value.DuplicateWindow, ForgottenAtOnce);
            await db.CommitAsync(cancellationToken);
        }
        while (forgotten == ForgottenAtOnce);

        await db.BeginWriteAsync(cancellationToken);
        await db.ExecuteAsync("DELETE FROM unknown_title_events WHERE received_at < @p0", cancellationToken, now - UnknownTitlesKept);
        await db.CommitAsync(cancellationToken);
        forgottenOn = today;
    }

    [LoggerMessage(LogLevel.Warning, "Memberships could not be swept; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
