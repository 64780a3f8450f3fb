using System.Diagnostics;

namespace AdPlatform.Hosting.Messaging;

/// <summary>The trace of work that outlives its requests, e.g. of a campaign, which is activated days after it was submitted.</summary>
internal static class LastingTrace
{
    /// <summary>Inside that trace the current span is the parent; from outside, the span that began it, and the current span points to it by a link.</summary>
    /// <param name="trace">Null: there is none, the current span is the parent.</param>
    public static string? Continue(string? trace)
    {
        var current = Activity.Current;
        if (!ActivityContext.TryParse(trace, null, out var lasting) || current?.TraceId == lasting.TraceId) return current?.Id;
        current?.AddLink(new ActivityLink(lasting));
        return trace;
    }
}
