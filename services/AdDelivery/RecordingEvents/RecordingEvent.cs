using System.Diagnostics.Metrics;
using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AdDelivery.RecordingEvents;

/// <summary>
/// What came of a decision. The token is the permission, so no key is asked for. Refused alike, without a clue: an unknown kind, a forged or
/// damaged token, one that is too old. Accepted means on the disk.
/// </summary>
internal static class RecordingEvent
{
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("adplatform.delivery.events.refused", description: "Events refused, by reason");
    private static readonly Counter<long> Accepted = Meter.CreateCounter<long>("adplatform.delivery.events.accepted", description: "Events accepted, by kind and whether they were the first");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/v1/events/{kind}", ["GET", "POST"], RecordAsync)
        .AllowAnonymous().WithName("recordEvent").WithSummary("An impression, a click, or what else came of a decision.");

    /// <returns>204, for a click 302 to the creative's own landing URL; 404 for whatever is refused.</returns>
    private static async Task<Results<NoContent, RedirectHttpResult, ProblemHttpResult>> RecordAsync(
        string kind, string? t, TokenSigner signer, DeliveryWriter writer, LandingUrls landing, BudgetBook budget, ICapCounter caps,
        TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (EventKinds.Find(kind) is not { } known) return Refuse("kind");
        if (signer.Read(t) is not { } token) return Refuse("token");
        if (now > token.AcceptedUntil) return Refuse("expired");
        http.Response.Headers.CacheControl = "no-store";
        var write = new EventWrite(token, known, now, budget, caps);
        await writer.CommitAsync(write, cancellationToken);
        Accepted.Add(1, new("kind", kind), new("first", write.First));
        if (known != DeliveryKind.Click) return TypedResults.NoContent();
        return await landing.OfAsync(token, cancellationToken) is { } url ? TypedResults.Redirect(url) : TypedResults.NoContent();
    }

    private static ProblemHttpResult Refuse(string reason)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return Problems.NotFound("event");
    }
}
