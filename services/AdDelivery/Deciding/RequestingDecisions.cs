using AdPlatform.AdDelivery.Shedding;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

internal static class RequestingDecisions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/decisions", DecideAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher).ShedsLoad()
        .WithName("decide").WithSummary("Which creative for this viewer, here, now?");

    private static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> DecideAsync(
        DecisionRequest request, Caller caller, HttpContext http, Deciding deciding, IOptions<AdDeliveryOptions> options, CancellationToken cancellationToken)
    {
        var errors = DecisionValidation.Check(request);
        if (errors.Any) return errors.ToProblem();
        var here = Here.Of(http, options.Value);
        return await deciding.AnswerAsync(caller.PublisherId, request, here, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : Problems.Problem(503, "late", "Not answered in time", "The time that the request gave in tmax was up; nothing is held of it.");
    }
}
