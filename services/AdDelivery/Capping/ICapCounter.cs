using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// Who has seen which campaign how often, counted under every id that the viewer came with. In this process: memory, rebuilt from cap_uses at the
/// start. Networked: Redis, rebuilt from cap_uses whenever it lost its data. Nothing here fails because of Redis: who asks is told that it is not known.
/// </summary>
internal interface ICapCounter
{
    /// <summary>Would one more exceed the cap?</summary>
    /// <param name="budget">Longest wait.</param>
    /// <returns>In the order of <paramref name="asked"/>; null when the counter could not be asked in time.</returns>
    ValueTask<bool[]?> AreReachedAsync(IReadOnlyList<string> viewerHashes, IReadOnlyList<CapQuestion> asked, DateTimeOffset now, TimeSpan budget);

    /// <summary>Takes a slot until <paramref name="until"/>, unless the cap is reached: check and take are one step.</summary>
    ValueTask<CapHold> TryReserveAsync(CapSubject subject, FrequencyCap cap, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget);

    /// <summary>The row of the slot is on the disk: from now on a rebuild finds it; one that ran meanwhile did not.</summary>
    void Recorded(CapSubject subject, Guid decisionId, DateTimeOffset until, CapHold hold);

    /// <summary>The slot is used for good. Repeating it changes nothing; a slot that had run out is counted again, for the viewer did see it.</summary>
    ValueTask ConfirmAsync(CapSubject subject, Guid decisionId);

    /// <summary>The decision was not answered after all.</summary>
    /// <returns>False when it is not known yet whether the slot is free: the decision must not try the campaign again.</returns>
    ValueTask<bool> ReleaseAsync(CapSubject subject, Guid decisionId, DateTimeOffset now, TimeSpan budget);

    /// <summary>Drops everything that is counted under these hashes.</summary>
    ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes);
}

/// <param name="ViewerHashes">At least one.</param>
/// <param name="Day">The decision's day in the campaign's zone; events that come later count for it too.</param>
internal sealed record CapSubject(Guid CampaignId, IReadOnlyList<string> ViewerHashes, DateOnly Day)
{
    /// <summary>When the counts of this campaign can be of no use any more; null when that is not known here.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }
}

/// <param name="Day">Today in the campaign's zone.</param>
internal sealed record CapQuestion(Guid CampaignId, FrequencyCap Cap, DateOnly Day);

internal enum CapOutcome
{
    Taken,
    Reached,

    /// <summary>The counter could not be asked, or may have lost counts: a capped campaign must not serve.</summary>
    Unknown,
}

/// <param name="Epoch">Of the counter's store when the slot was taken.</param>
internal readonly record struct CapHold(CapOutcome Outcome, long Epoch = 0);
