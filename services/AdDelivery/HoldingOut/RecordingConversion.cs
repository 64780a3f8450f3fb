using System.Diagnostics.Metrics;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.HoldingOut;

/// <summary>
/// A viewer did what a campaign is for, whether it was shown to them or not: who was held out has no event token to say so with. Kept only of viewers in one of the two groups.
/// </summary>
internal static class RecordingConversion
{
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Told = Meter.CreateCounter<long>("adplatform.delivery.conversions", description: "Conversions told, by whether they were kept");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/conversions", RecordAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher)
        .WithName("recordConversion").WithSummary("A viewer did what a campaign is for, shown or not.");

    /// <returns>204 whatever is known of the viewer; 404 for a campaign that is not the publisher's.</returns>
    private static async Task<Results<NoContent, ProblemHttpResult>> RecordAsync(
        ConversionRequest request, Caller caller, DeliveryDb db, DeliveryWriter writer, Viewers viewers, IOptions<AdDeliveryOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = request.Check();
        if (errors.Any) return errors.ToProblem();
        if (!Ids.TryParse("cmp", request.CampaignId, out var campaign) || !await db.Campaigns.AnyAsync(row => row.CampaignId == campaign && row.PublisherId == caller.PublisherId, cancellationToken))
            return Problems.NotFound("campaign");
        var may = Permissions.Of(
            StatedConsent.Of(request.Consent, options.Value.TcfVendorId), request.Country?.ToUpperInvariant(), options.Value.TcfCountries, options.Value.LearningPurposes);
        var viewer = await viewers.FindAsync(caller.PublisherId, request.Viewer!.Ids, may, options.Value.ProfileBudget, cancellationToken);
        var kept = 0;
        if (viewer.Hash is { } hash)
        {
            // What was decided just before is no longer on its way to the disk.
            await writer.CommitAsync(new WaitingWrite(), cancellationToken);
            await db.BeginWriteAsync(cancellationToken);
            kept = await db.ExecuteAsync(
                """
                INSERT INTO conversions (publisher_id, campaign_id, conversion_id, viewer_hash, at)
                SELECT publisher_id, campaign_id, @p0, viewer_hash, @p1 FROM exposures WHERE campaign_id = @p2 AND viewer_hash = @p3 AND first_at <= @p1
                ON CONFLICT (campaign_id, conversion_id) DO NOTHING
                """,
                cancellationToken, request.ConversionId, clock.GetUtcNow(), campaign, hash);
            await db.CommitAsync(cancellationToken);
        }
        Told.Add(1, new KeyValuePair<string, object?>("kept", kept > 0));
        return TypedResults.NoContent();
    }
}

/// <summary>Body of <c>POST /v1/conversions</c>.</summary>
internal sealed record ConversionRequest
{
    public required string CampaignId { get; init; }

    /// <summary>The teller's own, such as an order number: told again it changes nothing.</summary>
    public required string ConversionId { get; init; }

    public ViewerRequest? Viewer { get; init; }
    public ConsentRequest? Consent { get; init; }

    /// <summary>ISO 3166-1 alpha-2; without one TCF applies unless consent says otherwise.</summary>
    public string? Country { get; init; }

    public FieldErrors Check()
    {
        var errors = new FieldErrors();
        errors.Check(ConversionId is { Length: >= 1 and <= 200 } && !ConversionId.Contains('\0', StringComparison.Ordinal), "conversionId", "must have 1 to 200 characters");
        errors.Check(Country is null || (Country.Length == 2 && Country.All(char.IsAsciiLetter)), "country", "must be an ISO 3166-1 alpha-2 code, such as FR");
        if (errors.Check(Viewer?.Ids is { Count: >= 1 }, "viewer.ids", "must have 1 to 10 ids")) DecisionValidation.Viewer(errors, Viewer!.Ids);
        DecisionValidation.Purposes(errors, Consent?.Purposes);
        return errors;
    }
}
