using System.Collections.Concurrent;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>
/// Says no early, before a body is read, so that what is accepted is applied soon: 429 to a publisher above its rate, 503 while too many requests are
/// inside or too many messages wait to be applied. Clients of the tracking API send again after Retry-After, with the same message ids.
/// </summary>
internal sealed class SheddingLoad(IOptions<ProfilingOptions> options, ProfilingMetrics metrics, TimeProvider clock) : IEndpointFilter
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenBehind = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Allowance> allowances = new(StringComparer.Ordinal);
    private int inside;

    /// <summary>Messages of events that wait in the outbox, as of a moment ago.</summary>
    public int Backlog { get; set; }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var response = context.HttpContext.Response;
        var publisherId = context.Arguments.OfType<Caller>().Single().PublisherId;
        if (WaitOf(publisherId) is { } wait) return Refuse(response, 429, "rate-limited", "Too many events", "This account sends more events than it may.", wait);
        if (Backlog >= options.Value.MaxWaitingMessages) return Refuse(response, 503, "overloaded", "Too much waits", "Events that were accepted wait to be applied; nothing was taken from this request.", WhenBehind);
        if (Interlocked.Increment(ref inside) > options.Value.MaxConcurrentRequests)
        {
            Interlocked.Decrement(ref inside);
            return Refuse(response, 503, "overloaded", "Too much at once", "Nothing was taken from this request.", WhenFull);
        }

        try
        {
            return await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    /// <summary>Counted when they are known: the batch that goes above the rate is taken, and paid for by waiting.</summary>
    public void Took(string publisherId, int events)
    {
        if (options.Value.MaxEventsPerSecond is { } rate) allowances.GetOrAdd(publisherId, _ => new Allowance(rate, clock)).Take(events);
    }

    private TimeSpan? WaitOf(string publisherId) => allowances.TryGetValue(publisherId, out var allowance) ? allowance.Wait() : null;

    private IResult Refuse(HttpResponse response, int status, string slug, string title, string detail, TimeSpan wait)
    {
        metrics.Shed(slug);
        response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Problem(status, slug, title, $"{detail} Send it again after the seconds in Retry-After.");
    }

    /// <summary>A bucket of one second's events that fills at the rate and may be overdrawn once.</summary>
    private sealed class Allowance(int rate, TimeProvider clock)
    {
        private readonly Lock taking = new();
        private double left = rate;
        private long at = clock.GetTimestamp();

        public void Take(int events)
        {
            lock (taking) left = Now() - events;
        }

        public TimeSpan? Wait()
        {
            lock (taking) return Now() >= 0 ? null : TimeSpan.FromSeconds(-left / rate);
        }

        private double Now()
        {
            left = Math.Min(rate, left + (clock.GetElapsedTime(at).TotalSeconds * rate));
            at = clock.GetTimestamp();
            return left;
        }
    }
}
