using System.Diagnostics.Metrics;
using AdPlatform.Hosting.Http;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Shedding;

/// <summary>
/// Before the body is read at the doors that decide: 503 with Retry-After while too many requests are inside, and to a part of them while work waits longer for a processor than it
/// should. Who is let in is answered in time; who is not can ask elsewhere at once.
/// </summary>
internal sealed class LoadGate(IOptions<AdDeliveryOptions> options, QueueWatch queue)
{
    private const string Seconds = "1";
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Shed = Meter.CreateCounter<long>("adplatform.delivery.shed", description: "Questions refused before they were read, by reason");
    private int _inside;
    private uint _asked;

    /// <summary>Questions that are being answered.</summary>
    public int Inside => Volatile.Read(ref _inside);

    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        // Spread evenly (golden ratio), not by chance: the refused part is exact, and no burst is let in by luck.
        if (queue.LetIn is < 1 and var letIn && unchecked(Interlocked.Increment(ref _asked) * 2_654_435_769u) >= letIn * uint.MaxValue)
        {
            await RefuseAsync(http, "waiting", "Work waits longer than it should.");
            return;
        }
        if (Interlocked.Increment(ref _inside) > options.Value.MaxConcurrentDecisions)
        {
            Interlocked.Decrement(ref _inside);
            await RefuseAsync(http, "concurrent", "Too many questions are being answered.");
            return;
        }
        try
        {
            await next(http);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private static Task RefuseAsync(HttpContext http, string reason, string detail)
    {
        Shed.Add(1, new KeyValuePair<string, object?>("reason", reason));
        http.Response.Headers.RetryAfter = Seconds;
        return Problems.Problem(503, "overloaded", "Too much at once", $"{detail} Nothing was taken from this request. Send it again after the seconds in Retry-After.").ExecuteAsync(http);
    }
}

internal static class ShedRoutes
{
    /// <summary>Puts the gate before everything that the route does after the key was found to be good.</summary>
    public static TBuilder ShedsLoad<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate ?? throw new InvalidOperationException("The route has no handler.");
            // Not from the request's services: most questions need no scope of their own.
            var gate = new Lazy<LoadGate>(endpoint.ApplicationServices.GetRequiredService<LoadGate>);
            endpoint.RequestDelegate = http => gate.Value.PassAsync(http, next);
        });
        return route;
    }
}
