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
        await db.Database.OpenConnectionAsync(cancellationToken);
        using var command = db.Command("SELECT EXISTS (SELECT 1 FROM viewers WHERE publisher_id = $p AND evaluation < $e)").With("$p", "$e");
        return (long)command.Of(publisherId, rules.EvaluationAt(time.Today)).ExecuteScalar()! == 1;
    }

    private async Task<int> SweepAsync(IServiceProvider scope, string publisherId, EvaluationTime time, CancellationToken cancellationToken)
    {
        var db = scope.GetRequiredService<ProfilingDb>();
        await db.BeginWriteAsync(cancellationToken);
        var rules = await segments.OfAsync(db, publisherId, cancellationToken);
        var evaluation = rules.EvaluationAt(time.Today);
        var stale = new List<long>();
        using (var command = db.Command($"SELECT viewer_no FROM viewers WHERE publisher_id = $p AND evaluation < $e LIMIT {AtOnce}").With("$p", "$e"))
        using (var row = command.Of(publisherId, evaluation).ExecuteReader())
            while (row.Read()) stale.Add(row.GetInt64(0));

        var viewers = scope.GetRequiredService<ViewerRows>();
        using var stamp = db.Command("UPDATE viewers SET evaluation = $e WHERE viewer_no = $n").With("$e", "$n");
        foreach (var number in stale)
        {
            var viewer = viewers.ReadToChange(number);
            if (UpdatingMembership.Update(viewer.Profile, rules, time, options.Value, publisherId))
                viewers.Write(publisherId, number, viewer.Version, viewer.Profile, [], evaluation, time.Now);
            else
                stamp.Of(evaluation, number).ExecuteNonQuery();
        }
        await db.CommitAsync(cancellationToken);
        return stale.Count;
    }

    private async Task ForgetAsync(ProfilingDb db, DateTimeOffset now, int today, CancellationToken cancellationToken)
    {
        if (forgottenOn == today) return;
        await db.BeginWriteAsync(cancellationToken);
        db.Command("DELETE FROM seen_messages WHERE seen_at < $t").With("$t").Run(UnixMicroseconds.From(now - options.Value.DuplicateWindow));
        db.Command("DELETE FROM unknown_title_events WHERE received_at < $t").With("$t").Run(UnixMicroseconds.From(now - UnknownTitlesKept));
        await db.CommitAsync(cancellationToken);
        forgottenOn = today;
    }

    [LoggerMessage(LogLevel.Warning, "Memberships could not be swept; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
