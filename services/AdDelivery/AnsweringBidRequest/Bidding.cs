using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Shedding;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary><c>POST /openrtb2/auction</c>: a bidder that Prebid Server, or Prebid.js through its s2sConfig, can call.</summary>
internal static class Bidding
{
    /// <summary>Of a request body; real ones have a few KiB.</summary>
    private const long MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Answered = Meter.CreateCounter<long>("adplatform.delivery.bids", description: "Bid requests by outcome: bid, none, late, test, invalid traffic, refused");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/openrtb2/auction", BidAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher).AcceptKeyInQuery().ShedsLoad()
        .WithName("openrtbAuction").WithSummary("OpenRTB 2.6 bid request to bid response.");

    /// <returns>200 with bids, or with a reason for none where somebody can act on it; 204 for no bid; 400 with paths.</returns>
    private static async Task<IResult> BidAsync(
        HttpContext http, Caller caller, Deciding.Deciding deciding, Snapshots snapshots, BidWriter bids, InvalidTraffic.TrafficCheck traffic,
        IOptions<AdDeliveryOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        Origins.Allow(http, options.Value);
        http.Response.Headers["x-openrtb-version"] = "2.6";
        var errors = new FieldErrors();
        using var message = await ReadAsync(http, errors, cancellationToken);
        if (message is null && !errors.Any) return Problems.Problem(413, "too-large", "The request is too large", $"A bid request has at most {MaxBytes} bytes.");
        if (message is null || ReadingBidRequest.Read(message.RootElement, options.Value.TcfVendorId, errors) is not { } request)
        {
            Count("refused");
            return errors.ToProblem();
        }
        if (traffic.SuspicionOf(request.UserAgent, request.Address) is { } suspicion)
        {
            Count("invalid-traffic");
            return Results.Json(new BidResponse(request.Id, null, null, null, suspicion == InvalidTraffic.Suspicion.DataCentre ? NoBid.DataCentre : NoBid.NonHuman), Json);
        }
        var rates = new Rates(options.Value.CurrencyRates);
        var live = snapshots.Of(caller.PublisherId).Currencies;
        var currency = request.Currencies.FirstOrDefault(asked => live.Any(own => rates.Rate(own, asked) is not null)) ?? (request.Currencies.Count == 0 && live.Count > 0 ? live[0] : null);
        var payable = currency is null ? [] : live.Where(own => rates.Rate(own, currency) is not null).ToList();
        var question = Asking.Question(request, payable, rates, clock.GetUtcNow());
        if (payable.Count == 0 || question.Slots.Count == 0) return None("none");
        var settlement = await deciding.InTimeAsync(caller.PublisherId, question, cancellationToken);
        if (settlement is null) return None("late");
        if (request.Test)
        {
            // Not billable (section 3.2.1): what would have been bid is told without anything that could be shown or counted.
            await deciding.UndoAsync(settlement);
            Count("test");
            return Results.Json(new BidResponse(request.Id, null, null, null, NoBid.Unknown), Json);
        }
        if (!settlement.Slots.Any(slot => slot.Decisions.Any(d => d.Decision.Chosen is not null))) return None("none");
        Count("bid");
        return Results.Json(bids.Write(request, settlement, currency!, rates, Here.Of(http, options.Value)), Json);
    }

    private static IResult None(string outcome)
    {
        Count(outcome);
        return Results.NoContent();
    }

    private static void Count(string outcome) => Answered.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Whatever the content type says: Prebid.js sends text/plain, so that browsers ask for no preflight.</summary>
    /// <returns>Null with an error for what is no JSON, null without one for what is too large.</returns>
    private static async Task<JsonDocument?> ReadAsync(HttpContext http, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > MaxBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBytes) return null;
            body.Write(buffer, 0, read);
        }
        try
        {
            body.Position = 0;
            return await JsonDocument.ParseAsync(body, new JsonDocumentOptions { MaxDepth = MaxDepth }, cancellationToken);
        }
        catch (JsonException broken)
        {
            errors.Add(broken.Path is { Length: > 0 } path ? path : "$", $"is no JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine})");
            return null;
        }
    }
}
