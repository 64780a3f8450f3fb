using AdPlatform.Campaigns.PausingCampaign;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.Campaigns.AdvancingCampaign;

/// <summary>Each second: commands without an answer are sent again, or fail their campaign; flights that are over end.</summary>
internal sealed partial class Deadlines(IServiceScopeFactory scopes, TimeProvider clock, IOptions<LifeCycleOptions> options, ILogger<Deadlines> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<CampaignsDb>();
                // One instance at a time: the next one finds the new deadlines.
                await db.BeginWriteAsync(stoppingToken);
                await SweepAsync(db, clock.GetUtcNow(), options.Value, stoppingToken);
                await db.CommitAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // A lost race with a consumer, or the store is away: the next tick looks again.
                LogMissed(log, cause);
            }
        }
    }

    internal static async Task SweepAsync(CampaignsDb db, DateTimeOffset now, LifeCycleOptions options, CancellationToken cancellationToken)
    {
        foreach (var step in await db.Steps.Where(row => row.DeadlineAt <= now).ToListAsync(cancellationToken))
        {
            var campaign = await db.Campaigns.SingleAsync(row => row.CampaignId == step.CampaignId, cancellationToken);
            if (step.Sent >= options.StepAttempts)
            {
                LifeCycle.Fail(db, campaign, step.Step, null, $"No answer after {step.Sent} tries. The operator finds the reason among the message errors.", now);
                continue;
            }

            step.Sent++;
            step.DeadlineAt = now.AddSeconds(options.StepDeadlineSeconds);
            Commands.Send(db, campaign, step.Step, campaign.Audience(), now);
        }

        var running = await db.Campaigns.Where(row => row.State == CampaignState.Active || row.State == CampaignState.Paused).ToListAsync(cancellationToken);
        foreach (var campaign in running.Where(campaign => IsOver(campaign, now)))
            EndCampaign.End(db, campaign, "the flight is over", now);
    }

    private static bool IsOver(Campaign campaign, DateTimeOffset now)
    {
        var brief = campaign.Brief();
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(brief.Zone)).DateTime) > brief.Flight.End;
    }

    [LoggerMessage(LogLevel.Warning, "The campaigns' deadlines could not be looked at")]
    private static partial void LogMissed(ILogger log, Exception cause);
}
