using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// Who has seen which campaign how often, counted under every id that the viewer came with. In this process: memory, rebuilt from cap_uses.
/// Networked: Redis (an await is one round trip there).
/// </summary>
internal interface ICapCounter
{
    /// <summary>Would one more exceed the cap?</summary>
    ValueTask<bool> IsReachedAsync(CapSubject subject, FrequencyCap cap, DateTimeOffset now);

    /// <summary>Takes a slot until <paramref name="until"/>, unless the cap is reached: check and take are one step.</summary>
    ValueTask<bool> TryReserveAsync(CapSubject subject, FrequencyCap cap, Guid decisionId, DateTimeOffset until, DateTimeOffset now);

    /// <summary>The slot is used for good. Repeating it changes nothing; a slot that had run out is counted again, for the viewer did see it.</summary>
    ValueTask ConfirmAsync(CapSubject subject, Guid decisionId);

    /// <summary>The decision was not answered after all.</summary>
    ValueTask ReleaseAsync(CapSubject subject, Guid decisionId);

    /// <summary>Drops everything that is counted under these hashes.</summary>
    ValueTask ForgetAsync(IReadOnlyCollection<string> viewerHashes);
}

/// <param name="ViewerHashes">At least one.</param>
/// <param name="Day">The decision's day in the campaign's zone; events that come later count for it too.</param>
internal sealed record CapSubject(Guid CampaignId, IReadOnlyList<string> ViewerHashes, DateOnly Day);
