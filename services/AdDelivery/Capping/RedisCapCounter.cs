using AdPlatform.Hosting.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Cap counts that all instances share. Answers "unknown" unless Redis is known to hold every committed slot: see <see cref="CapKeeper"/>.</summary>
internal sealed class RedisCapCounter(RedisConnection redis, CapChanges changes, CapsReady ready, IOptions<AdDeliveryOptions> options, TimeProvider clock) : ICapCounter
{
    private static readonly CapHold Unknown = new(CapOutcome.Unknown);

    /// <summary>Much longer than a command can wait in the buffers of a frozen server.</summary>
    private static readonly TimeSpan GivenUpFor = TimeSpan.FromHours(1);

    public async ValueTask<IReadOnlyList<CapSlots>?> LookAsync(IReadOnlyList<string> viewerHashes, TimeSpan budget)
    {
        if (!ready.Is || budget <= TimeSpan.Zero) return null;
        var read = redis.RunAsync(database => Task.WhenAll(viewerHashes.Select(hash => database.HashGetAllAsync(CapKeys.Of(hash)))));
        if (read.IsFaulted) return null;
        try
        {
            return Array.ConvertAll(await read.AsTask().WaitAsync(budget, clock), CapKeys.Read);
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask<CapHold> TryReserveAsync(CapUse use, IReadOnlyList<CapLimit> limits, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget)
    {
        if (!ready.Is || budget <= TimeSpan.Zero) return Unknown;
        var (epoch, started) = (redis.Epoch, clock.GetTimestamp());
        RedisValue[] arguments =
        [
            CapKeys.Campaign(use.CampaignId), decisionId.ToByteArray(), CapKeys.Value(CapSlot.Of(use, decisionId, until)), CapKeys.Micros(now),
            CapKeys.Creative(use.CreativeId), use.AdvertiserId, Lifetime(use, now), .. limits.SelectMany(limit => (RedisValue[])[limit.Scope.ToString(), limit.From, limit.Most]),
        ];
        var taking = redis.RunAsync(database => Task.WhenAll(use.ViewerHashes.Select(hash => database.ScriptEvaluateAsync(CapScripts.ReserveHash, [CapKeys.Of(hash)], arguments))));
        // Refused before anything was sent.
        if (taking.IsFaulted) return Unknown;
        try
        {
            var answers = Array.ConvertAll(await taking.AsTask().WaitAsync(budget, clock), result => (RedisResult[])result!);
            var (taken, held) = (Array.ConvertAll(answers, answer => (int)answer[0]), Array.ConvertAll(answers, answer => CapKeys.Read((RedisValue[])answer[1]!)));
            if (Array.TrueForAll(taken, one => one == 1)) return new(CapOutcome.Taken, epoch, Held: held);
            // Under another id the viewer has reached it: what was taken goes back.
            string[] back = [.. use.ViewerHashes.Where((_, i) => taken[i] == 1)];
            var isBack = back.Length == 0 || await ReleaseAsync(use with { ViewerHashes = back }, decisionId, now, budget - clock.GetElapsedTime(started));
            return new(CapOutcome.Reached, Limit: isBack && !taken.Contains(2) ? -1 - taken.Where(one => one < 0).Max() : -1, Held: held);
        }
        catch (Exception away) when (away is IOException or TimeoutException or RedisServerException)
        {
            // It may have been taken, or may still be.
            foreach (var hash in use.ViewerHashes) GiveUp(hash, use.CampaignId, decisionId, now);
            if (away is RedisServerException) ready.Lost();
            return Unknown;
        }
    }

    public void Recorded(CapUse use, Guid decisionId, DateTimeOffset until, CapHold hold)
    {
        if (hold.Epoch == redis.Epoch) return;
        // The store may have been rebuilt between the taking and the commit, without this slot.
        foreach (var hash in use.ViewerHashes)
            changes.Add(new(hash, CapScripts.Restore, Lifetime(use, clock.GetUtcNow()), CapKeys.Field(use.CampaignId, decisionId), CapKeys.Value(CapSlot.Of(use, decisionId, until))));
    }

    public ValueTask ConfirmAsync(CapUse use, Guid decisionId)
    {
        foreach (var hash in use.ViewerHashes)
            changes.Add(new(hash, CapScripts.Confirm, CapKeys.Field(use.CampaignId, decisionId), CapKeys.Value(CapSlot.Of(use, decisionId, until: null)), Lifetime(use, clock.GetUtcNow())));
        return default;
    }

    public async ValueTask<bool> ReleaseAsync(CapUse use, Guid decisionId, DateTimeOffset now, TimeSpan budget)
    {
        var field = CapKeys.Field(use.CampaignId, decisionId);
        try
        {
            if (budget > TimeSpan.Zero)
            {
                var released = redis.RunAsync(database => Task.WhenAll(use.ViewerHashes.Select(hash => CapScripts.Release.RunAsync(database, CapKeys.Of(hash), field))));
                await released.AsTask().WaitAsync(budget, clock);
                return true;
            }
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
        }
        foreach (var hash in use.ViewerHashes) GiveUp(hash, use.CampaignId, decisionId, now);
        return false;
    }

    public ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes)
    {
        foreach (var hash in viewerHashes) changes.Add(new(hash, CapScripts.Forget));
        return default;
    }

    private void GiveUp(string hash, Guid campaignId, Guid decisionId, DateTimeOffset now) => changes.Add(new(
        hash, CapScripts.GiveUp, CapKeys.Field(campaignId, decisionId), CapKeys.Micros(now + GivenUpFor), (long)GivenUpFor.TotalMilliseconds));

    private long Lifetime(CapUse use, DateTimeOffset now)
    {
        var (held, useful) = (options.Value.EventWindow, use.UsefulUntil - now);
        return (long)(useful > held ? useful : held).TotalMilliseconds;
    }
}
