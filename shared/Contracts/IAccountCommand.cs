namespace AdPlatform.Contracts;

/// <summary>Addressed to one service, its owner: kept by the sender until the owner has a queue. Other messages are events: whoever subscribed gets them.</summary>
public interface IAccountCommand : IAccountMessage;
