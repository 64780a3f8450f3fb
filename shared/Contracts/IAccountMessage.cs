namespace AdPlatform.Contracts;

/// <summary>What every message of the bus has: the account (tenant) that it belongs to.</summary>
/// <remarks>
/// For what an advertiser owns (campaigns, creatives, plans) it is the advertiser's account; for what a publisher owns
/// (viewers, segments, inventory, delivery logs) it is the publisher's.
/// </remarks>
public interface IAccountMessage
{
    /// <summary>Account id, <c>acc_...</c>.</summary>
    string AccountId { get; }
}
