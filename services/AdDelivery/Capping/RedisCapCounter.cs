using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Cap counts that all instances share. Answers "unknown" unless Redis is known to hold every committed slot: see <see cref="CapKeeper"/>.</summary>
internal sealed class RedisCapCounter(RedisConnection redis, CapChanges changes, CapsReady ready, IOptions<AdDeliveryOptions> options, TimeProvider clock) : ICapCounter
{
    private static readonly CapHold Unknown = new(CapOutcome.Unknown);

    /// <summary>For a confirmation that finds no key, so that it does not stay for ever; the next reservation knows better.</summary>
    private static readonly TimeSpan UsefulUnlessTold = TimeSpan.FromDays(92);

    /// <summary>Much longer than a command can wait in the buffers of a frozen server.</summary>
    private static readonly TimeSpan GivenUpFor = TimeSpan.FromHours(1);

    public async ValueTask<bool[]?> AreReachedAsync(IReadOnlyList<string> viewerHashes, IReadOnlyList<CapQuestion> asked, DateTimeOffset now, TimeSpan budget)
    {
        if (!ready.Is || budget <= TimeSpan.Zero) return null;
        var read = redis.RunAsync(database => Task.WhenAll(viewerHashes.Select(hash => database.HashGetAllAsync(CapKeys.Of(hash)))));
        if (read.IsFaulted) return null;
        try
        {
            var viewers = (await read.AsTask().WaitAsync(budget, clock)).Select(CapKeys.Read).ToList();
            return [.. asked.Select(question => viewers.Exists(slots => slots.TryGetValue(question.CampaignId, out var held) && held.IsReached(question.Cap, question.Day, now)))];
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask<CapHold> TryReserveAsync(CapSubject subject, FrequencyCap cap, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget)
    {
        if (!ready.Is || budget <= TimeSpan.Zero) return Unknown;
        var epoch = redis.Epoch;
        RedisValue[] arguments =
        [
            CapKeys.Campaign(subject.CampaignId), decisionId.ToByteArray(), subject.Day.DayNumber, CapKeys.Micros(until), CapKeys.Micros(now),
            cap.PerDay ?? RedisValue.EmptyString, cap.PerFlight ?? RedisValue.EmptyString, Lifetime(subject, now),
        ];
        var taking = redis.RunAsync(database => Task.WhenAll(subject.ViewerHashes.Select(hash => database.ScriptEvaluateAsync(CapScripts.ReserveHash, [CapKeys.Of(hash)], arguments))));
        // Refused before anything was sent.
        if (taking.IsFaulted) return Unknown;
        try
        {
            var taken = Array.ConvertAll(await taking.AsTask().WaitAsync(budget, clock), result => (int)result);
            if (Array.TrueForAll(taken, one => one == 1)) return new(CapOutcome.Taken, epoch);
            // Under another id the viewer has reached it: what was taken goes back. Nobody tries the campaign again for this decision.
            for (var i = 0; i < taken.Length; i++)
                if (taken[i] == 1) GiveUp(subject.ViewerHashes[i], subject.CampaignId, decisionId, now);
            return new(CapOutcome.Reached);
        }
        catch (Exception away) when (away is IOException or TimeoutException or RedisServerException)
        {
            // It may have been taken, or may still be.
            foreach (var hash in subject.ViewerHashes) GiveUp(hash, subject.CampaignId, decisionId, now);
            if (away is RedisServerException) ready.Lost();
            return Unknown;
        }
    }

    public void Recorded(CapSubject subject, Guid decisionId, DateTimeOffset until, CapHold hold)
    {
        if (hold.Epoch == redis.Epoch) return;
        // The store may have been rebuilt between the taking and the commit, without this slot.
        foreach (var hash in subject.ViewerHashes)
            changes.Add(new(hash, CapScripts.Restore, Lifetime(subject, until), CapKeys.Field(subject.CampaignId, decisionId), subject.Day.DayNumber, CapKeys.Micros(until)));
    }

    public ValueTask ConfirmAsync(CapSubject subject, Guid decisionId)
    {
        foreach (var hash in subject.ViewerHashes)
            changes.Add(new(hash, CapScripts.Confirm, CapKeys.Field(subject.CampaignId, decisionId), subject.Day.DayNumber, (long)UsefulUnlessTold.TotalMilliseconds));
        return default;
    }

    public async ValueTask<bool> ReleaseAsync(CapSubject subject, Guid decisionId, DateTimeOffset now, TimeSpan budget)
    {
        var field = CapKeys.Field(subject.CampaignId, decisionId);
        try
        {
            if (budget > TimeSpan.Zero)
            {
                var released = redis.RunAsync(database => Task.WhenAll(subject.ViewerHashes.Select(hash => CapScripts.Release.RunAsync(database, CapKeys.Of(hash), field))));
                await released.AsTask().WaitAsync(budget, clock);
                return true;
            }
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
        }
        foreach (var hash in subject.ViewerHashes) GiveUp(hash, subject.CampaignId, decisionId, now);
        return false;
    }

    public ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes)
    {
        foreach (var hash in viewerHashes) changes.Add(new(hash, CapScripts.Forget));
        return default;
    }

    private void GiveUp(string hash, Guid campaignId, Guid decisionId, DateTimeOffset now) => changes.Add(new(
        hash, CapScripts.GiveUp, CapKeys.Field(campaignId, decisionId), CapKeys.Micros(now + GivenUpFor), (long)GivenUpFor.TotalMilliseconds));

    private long Lifetime(CapSubject subject, DateTimeOffset now)
    {
        var held = options.Value.EventWindow;
        var useful = subject.UsefulUntil - now ?? UsefulUnlessTold;
        return (long)(useful > held ? useful : held).TotalMilliseconds;
    }
}
