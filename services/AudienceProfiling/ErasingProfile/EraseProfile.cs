using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Profiles;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>
/// Forgets a viewer under all their ids (GDPR art. 17). An id that was never seen is answered alike: its events may be on their way, and they
/// are refused from now on.
/// </summary>
internal static class EraseProfile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/profiles").RequireScope(Scopes.Profiles).RequireAccount(AccountKind.Publisher).WithTags("Profiles");
        group.MapDelete("/{kind}/{id}", EraseAsync);
    }

    private static async Task<Results<Ok<ErasureReceipt>, ProblemHttpResult>> EraseAsync(
        string kind, string id, Caller caller, Erasing erasing, HttpResponse response, CancellationToken cancellationToken)
    {
        if (kind is not (ViewerKinds.User or ViewerKinds.Anonymous) || id.Length > ViewerId.MaxLength) return Problems.NotFound("profile");
        var receipt = await erasing.EraseAsync(caller.PublisherId, new ViewerId(kind, id), cancellationToken);
        response.Headers.Location = $"/v1/erasures/{receipt.Id}";
        return TypedResults.Ok(receipt);
    }
}
