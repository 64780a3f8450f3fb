namespace AdPlatform.Hosting.Messaging;

/// <summary>Which queues of this process receive which message.</summary>
internal sealed class Subscriptions(IEnumerable<Consumption> consumptions)
{
    private readonly Dictionary<Type, string[]> queues = consumptions
        .GroupBy(consumption => consumption.Message)
        .ToDictionary(group => group.Key, group => group.Select(consumption => consumption.Queue).ToArray());

    public IReadOnlyList<string> QueuesOf(Type message) => queues.GetValueOrDefault(message, []);
}
