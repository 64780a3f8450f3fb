using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AdPlatform.Hosting.Http;

/// <summary>The type URL of a problem leads to this page.</summary>
internal static class ProblemTypes
{
    public static void MapProblemTypes(this IEndpointRouteBuilder routes) => routes.MapGet("/problems/{slug}", (string slug) => TypedResults.Text(
        $"{slug}\n\nEvery error of this platform is RFC 9457 problem details (application/problem+json): 'title' and 'detail' say what happened, "
        + "'errors' names the fields at fault with their reasons, 'traceId' finds the request in the logs.\n"
        + "4xx: the request must change. 409: the state must change first. 503: nothing was changed, try again after Retry-After seconds.\n",
        "text/plain", Encoding.UTF8)).ExcludeFromDescription().AllowAnonymous();
}
