using System.Diagnostics;
using AdPlatform.Hosting.Messaging;
using OpenTelemetry;

namespace AdPlatform.Hosting.Telemetry;

/// <summary>
/// An event that nobody has subscribed to comes back from the broker, which MassTransit's span calls an error. It is none; what really failed is told by the
/// span of the outbox row around it.
/// </summary>
internal sealed class UnheardEvents : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Producer, Status: ActivityStatusCode.Error, Source.Name: "MassTransit" } && data.Parent?.GetTagItem(OutboxSender.KindTag) is OutboxSender.EventKind)
            data.SetStatus(ActivityStatusCode.Unset);
    }
}
