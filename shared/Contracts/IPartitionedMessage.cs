namespace AdPlatform.Contracts;

/// <summary>A message whose like are kept in order by something finer than an account, e.g. a viewer: each partition has one queue with one consumer at a time.</summary>
public interface IPartitionedMessage : IAccountMessage
{
    /// <summary>From 0, below the number of partitions of the installation.</summary>
    int Partition { get; }
}
