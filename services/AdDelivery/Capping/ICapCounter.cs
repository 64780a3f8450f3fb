namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// Who has seen what how often, counted under every id that the viewer came with. In this process: memory, rebuilt from cap_uses at the
/// start. Networked: Redis, rebuilt from cap_uses whenever it lost its data. Nothing here fails because of Redis: who asks is told that it is not known.
/// </summary>
internal interface ICapCounter
{
    /// <summary>What the viewer holds, under each of the ids: one look, however many limits ask.</summary>
    /// <param name="budget">Longest wait.</param>
    /// <returns>Null when the counter could not be asked in time.</returns>
    ValueTask<IReadOnlyList<CapSlots>?> LookAsync(IReadOnlyList<string> viewerHashes, TimeSpan budget);

    /// <summary>Takes a slot until <paramref name="until"/>, unless one of the limits is reached: check of all of them and take are one step. Tells what the viewer held before it, as a look does.</summary>
    ValueTask<CapHold> TryReserveAsync(CapUse use, IReadOnlyList<CapLimit> limits, Guid decisionId, DateTimeOffset until, DateTimeOffset now, TimeSpan budget);

    /// <summary>The row of the slot is on the disk: from now on a rebuild finds it; one that ran meanwhile did not.</summary>
    void Recorded(CapUse use, Guid decisionId, DateTimeOffset until, CapHold hold);

    /// <summary>The slot is used for good. Repeating it changes nothing; a slot that had run out is counted again, for the viewer did see it.</summary>
    ValueTask ConfirmAsync(CapUse use, Guid decisionId);

    /// <summary>The decision was not answered after all.</summary>
    /// <returns>False when it is not known yet whether the slot is free: the decision must not try the campaign again.</returns>
    ValueTask<bool> ReleaseAsync(CapUse use, Guid decisionId, DateTimeOffset now, TimeSpan budget);

    /// <summary>Drops everything that is counted under these hashes.</summary>
    ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes);
}

/// <summary>An impression that limits count.</summary>
/// <param name="ViewerHashes">At least one.</param>
/// <param name="Day">The decision's day in the campaign's zone, for whoever reads the table.</param>
/// <param name="UsefulUntil">No limit asks for it after this.</param>
internal sealed record CapUse(Guid CampaignId, Guid CreativeId, string AdvertiserId, IReadOnlyList<string> ViewerHashes, DateOnly Day, DateTimeOffset UsefulUntil)
{
    /// <summary>For rows from before the time was stored: longer than nearly all flights.</summary>
    public static readonly TimeSpan UsefulUnlessTold = TimeSpan.FromDays(92);
}

internal enum CapOutcome
{
    Taken,
    Reached,

    /// <summary>The counter could not be asked, or may have lost counts: a capped campaign must not serve.</summary>
    Unknown,
}

/// <param name="Epoch">Of the counter's store when the slot was taken.</param>
/// <param name="Limit">Index of a limit that was reached; -1 when the campaign must not be tried again for this decision.</param>
/// <param name="Held">Under each id before this step; null when it could not be had.</param>
internal readonly record struct CapHold(CapOutcome Outcome, long Epoch = 0, int Limit = 0, IReadOnlyList<CapSlots>? Held = null);
