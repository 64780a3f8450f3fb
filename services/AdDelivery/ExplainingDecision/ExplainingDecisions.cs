using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.ExplainingDecision;

internal static class ExplainingDecisions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/decisions/{decisionId}/explanation", ExplainAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher)
        .WithName("explainDecision").WithSummary("Why this creative, or why none.");

    /// <returns>404 for another publisher's and for one past its retention.</returns>
    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(
        string decisionId, Caller caller, DeliveryDb db, Snapshots snapshots, DeliveryWriter writer, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("dec", decisionId, out var id)) return Problems.NotFound("decision");
        var recorded = await FindAsync(db, id, caller.PublisherId, cancellationToken);
        if (recorded is null)
        {
            // An uncapped decision is answered before its log is on the disk: let what is on its way arrive.
            await writer.CommitAsync(new WaitingWrite(), cancellationToken);
            recorded = await FindAsync(db, id, caller.PublisherId, cancellationToken);
        }

        if (recorded is null) return Problems.NotFound("decision");
        var snapshot = snapshots.Of(caller.PublisherId);
        if (snapshot.Version != recorded.Inputs.SnapshotVersion)
            snapshot = await db.SnapshotAsync(caller.PublisherId, recorded.Inputs.SnapshotVersion, cancellationToken);
        return TypedResults.Ok(Explaining.Explain(recorded, snapshot));
    }

    private static async Task<RecordedDecision?> FindAsync(DeliveryDb db, Guid decisionId, string publisherId, CancellationToken cancellationToken) =>
        (await db.QueryAsync(
            "SELECT inputs, line_id, creative_id, propensity FROM decisions WHERE decision_id = @p0 AND publisher_id = @p1",
            row => new RecordedDecision(
                ServingStore.Read<DecisionInputs>(row.GetString(0)),
                row.IsDBNull(1) ? null : row.Id(1), row.IsDBNull(2) ? null : row.Id(2), row.IsDBNull(3) ? null : row.GetDouble(3)),
            cancellationToken, decisionId, publisherId)).SingleOrDefault();
}
