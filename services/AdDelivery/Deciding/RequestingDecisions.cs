using System.Buffers;
using System.Reflection;
using AdPlatform.AdDelivery.Shedding;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

internal static class RequestingDecisions
{
    /// <summary>Longest body that is read at once, bytes; longer ones are read as they come.</summary>
    private const long AtOnce = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Made at the first request: a process that only maps its routes starts nothing.
        var door = new Lazy<Door>(() => new(
            routes.ServiceProvider.GetRequiredService<Deciding>(), routes.ServiceProvider.GetRequiredService<AnswerJson>(), routes.ServiceProvider.GetRequiredService<IOptions<AdDeliveryOptions>>().Value));
        var route = routes.MapPost("/v1/decisions", async (DecisionRequest request, Caller caller, HttpContext http) => await door.Value.DecideAsync(request, caller, http));
        route.Add(endpoint =>
        {
            var serialiser = endpoint.RequestDelegate ?? throw new InvalidOperationException("The route has no handler.");
            endpoint.RequestDelegate = async http =>
            {
                if (await ReadAsync(http) is { } request && Caller.From(http.User) is { } caller) await (await door.Value.DecideAsync(request, caller, http)).ExecuteAsync(http);
                else await serialiser(http);
            };
        });
        route.RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher).ShedsLoad()
            .WithName("decide").WithSummary("Which creative for this viewer, here, now?");
    }

    /// <returns>Null for what the serialiser has to read; the body is untouched then.</returns>
    private static async ValueTask<DecisionRequest?> ReadAsync(HttpContext http)
    {
        if (http.Request is not { ContentLength: > 0 and <= AtOnce and var length, ContentType: "application/json" or "application/json; charset=utf-8" }) return null;
        var body = http.Request.BodyReader;
        var read = await body.ReadAtLeastAsync((int)length, http.RequestAborted);
        var request = read.Buffer.Length == length ? DecisionBody.Read(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray()) : null;
        body.AdvanceTo(request is null ? read.Buffer.Start : read.Buffer.End);
        return request;
    }

    private sealed class Door(Deciding deciding, AnswerJson json, AdDeliveryOptions options)
    {
        public async ValueTask<Results<Answered, ProblemHttpResult>> DecideAsync(DecisionRequest request, Caller caller, HttpContext http)
        {
            var errors = DecisionValidation.Check(request);
            if (errors.Any) return errors.ToProblem();
            return await deciding.InTimeAsync(caller.PublisherId, Question.Of(request, options.TcfVendorId), http.RequestAborted) is { } settlement
                ? new Answered(settlement, Here.Of(http, options), json)
                : Problems.Problem(503, "late", "Not answered in time", "The time that the request gave in tmax was up; nothing is held of it.");
        }
    }

    /// <summary>200 with a <see cref="DecisionAnswer"/>.</summary>
    internal sealed class Answered(Settlement settlement, string here, AnswerJson json) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
    {
        public int? StatusCode => StatusCodes.Status200OK;

        public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(DecisionAnswer), ["application/json"]));

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var body = json.Write(settlement, here);
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            response.BodyWriter.Write(body);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
