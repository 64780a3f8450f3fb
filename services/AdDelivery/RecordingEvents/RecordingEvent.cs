using System.Diagnostics.Metrics;
using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.InvalidTraffic;
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

    private static readonly Counter<long> Invalid = Meter.CreateCounter<long>("adplatform.delivery.events.invalid", description: "Events of invalid traffic, by kind and suspicion");
    private static readonly Counter<long> Notices = Meter.CreateCounter<long>("adplatform.delivery.notices", description: "Wins, losses and player errors told to us, by kind and code");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/v1/events/{kind}", ["GET", "POST"], RecordAsync)
        .AllowAnonymous().WithName("recordEvent").WithSummary("An impression, a click, or what else came of a decision.");

    /// <returns>204, for a click 302 to the creative's own landing URL; 404 for whatever is refused.</returns>
    private static async Task<Results<NoContent, RedirectHttpResult, ProblemHttpResult>> RecordAsync(
        string kind, string? t, TokenSigner signer, DeliveryWriter writer, LandingUrls landing, BudgetBook budget, ICapCounter caps,
        TrafficCheck traffic, TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = EventKinds.Find(kind);
        if (known is null && !EventKinds.IsNotice(kind)) return Refuse("kind");
        if (signer.Read(t) is not { } token) return Refuse("token");
        if (now > token.AcceptedUntil) return Refuse("expired");
        http.Response.Headers.CacheControl = "no-store";
        if (traffic.SuspicionOf(http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString()) is { } suspicion)
        {
            // A robot is told nothing that it could learn from: the answer is the usual one, and nothing is counted or billed.
            Invalid.Add(1, new("kind", kind), new("suspicion", suspicion.ToString()));
            return known == DeliveryKind.Click && await landing.OfAsync(token, cancellationToken) is { } target ? TypedResults.Redirect(target) : TypedResults.NoContent();
        }
        if (known is not { } recorded)
        {
            Notices.Add(1, new("kind", kind), new("code", CodeOf(http.Request.Query["code"])));
            // What the auction did not buy is free for the next one.
            if (kind == EventKinds.Loss) budget.Release(token.DecisionId);
            return TypedResults.NoContent();
        }
        var write = new EventWrite(token, recorded, now, budget, caps);
        await writer.CommitAsync(write, cancellationToken);
        Accepted.Add(1, new("kind", kind), new("first", write.First));
        if (recorded != DeliveryKind.Click) return TypedResults.NoContent();
        return await landing.OfAsync(token, cancellationToken) is { } url ? TypedResults.Redirect(url) : TypedResults.NoContent();
    }

    /// <summary>Codes of VAST and of auctions are small numbers; anything else would be somebody's label.</summary>
    private static string CodeOf(string? code) => code is { Length: >= 1 and <= 4 } && code.All(char.IsAsciiDigit) ? code : "none";

    private static ProblemHttpResult Refuse(string reason)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return Problems.NotFound("event");
    }
}
