using System.Net;

namespace AdPlatform.Cli.Connecting;

/// <summary>
/// Sends again what may be sent again (reads; writes with an Idempotency-Key or with their own message ids) when the platform is away or
/// asks for patience: 429 and 503, 502 and 504 of a gateway whose service is away, a first request that still runs (409 idempotency-running), or no connection.
/// </summary>
internal sealed class Retrying(TimeProvider clock, TimeSpan patience) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    /// <summary>Set on a request whose body names its parts, so that a resend changes nothing.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("repeatable");

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var last = !MayRepeat(request) || clock.GetElapsedTime(started) >= patience;
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (last || !await AsksForPatienceAsync(response, cancellationToken)) return response;
                if (response.Headers.RetryAfter?.Delta is { } asked) wait = asked < LongestWait ? asked : LongestWait;
                response.Dispose();
            }
            catch (HttpRequestException) when (!last)
            {
                // No connection, or it broke: asked again below.
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private static bool MayRepeat(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Headers.Contains("Idempotency-Key") || (request.Options.TryGetValue(Repeatable, out var yes) && yes);

    private static async Task<bool> AsksForPatienceAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout) return true;
        if (response.StatusCode != HttpStatusCode.Conflict) return false;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var problem = await Problem.ReadAsync(response, cancellationToken);
        return problem.Type.EndsWith("/idempotency-running", StringComparison.Ordinal);
    }
}
