using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AdDelivery.ExplainingDecision;

internal static class ExplainingDecisions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/decisions/{decisionId}/explanation", ExplainAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher)
        .WithName("explainDecision").WithSummary("Why this creative, or why none.");

    /// <returns>404 for another publisher's, for one past its retention, and for the moment until it is logged.</returns>
    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(
        string decisionId, Caller caller, DeliveryDb db, Snapshots snapshots, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("dec", decisionId, out var id)) return Problems.NotFound("decision");
        var rows = await db.QueryAsync(
            "SELECT inputs, line_id, creative_id, propensity FROM decisions WHERE decision_id = @p0 AND publisher_id = @p1",
            row => new RecordedDecision(
                ServingStore.Read<DecisionInputs>(row.GetString(0)),
                row.IsDBNull(1) ? null : row.Id(1), row.IsDBNull(2) ? null : row.Id(2), row.IsDBNull(3) ? null : row.GetDouble(3)),
            cancellationToken, id, caller.PublisherId);
        if (rows is not [var recorded]) return Problems.NotFound("decision");
        var snapshot = snapshots.Of(caller.PublisherId);
        if (snapshot.Version != recorded.Inputs.SnapshotVersion)
            snapshot = await db.SnapshotAsync(caller.PublisherId, recorded.Inputs.SnapshotVersion, cancellationToken);
        return TypedResults.Ok(Explaining.Explain(recorded, snapshot));
    }
}
