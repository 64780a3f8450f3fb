namespace AdPlatform.Hosting.Messaging;

/// <param name="IsBroker">False: the embedded bus, in the memory of this process.</param>
internal sealed record BusMode(bool IsBroker);
