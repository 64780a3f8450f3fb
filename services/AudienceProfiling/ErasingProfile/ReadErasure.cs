using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Profiles;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>The receipt of an erasure, as far as all stores have answered.</summary>
internal static class ReadErasure
{
    public const string Prefix = "ers";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/erasures/{id}", ReadAsync)
        .RequireScope(Scopes.Profiles).RequireAccount(AccountKind.Publisher).WithTags("Profiles");

    private static async Task<Results<Ok<ErasureReceipt>, ProblemHttpResult>> ReadAsync(string id, Caller caller, Receipts receipts, IProfileStore store, CancellationToken cancellationToken) =>
        Ids.TryParse(Prefix, id, out var erasureId) && await receipts.FindAsync(caller.PublisherId, erasureId, store.Name, cancellationToken) is { } receipt
            ? TypedResults.Ok(receipt)
            : Problems.NotFound("erasure");
}
