using System.Diagnostics;
using System.Text.Json;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Http;

/// <summary>RFC 9457 problem details, the only form of an error.</summary>
public static class Problems
{
    public static ProblemHttpResult NotFound(string what) =>
        Problem(404, "not-found", "Not found", $"There is no such {what} in this account.");

    public static ProblemHttpResult Conflict(string slug, string detail) => Problem(409, slug, "Not possible in this state", detail);

    public static ProblemHttpResult Unprocessable(string slug, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        Problem(422, slug, "Understood, but it cannot be done", detail, errors);

    /// <param name="slug">Ends the type URL, <c>/problems/{slug}</c>, where it is described.</param>
    public static ProblemHttpResult Problem(int status, string slug, string title, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Type = $"/problems/{slug}", Title = title, Detail = detail };
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString();
        if (errors is not null) problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }

    internal static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(options => PlatformJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
    }

    internal static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            ExceptionHandler = context => Of(context.Features.Get<IExceptionHandlerFeature>()!.Error, context).ExecuteAsync(context),
        });
        app.UseStatusCodePages(context => OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }

    private static ProblemHttpResult Of(Exception error, HttpContext context)
    {
        switch (error)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                return JsonErrors.Of(json).ToProblem();
            case BadHttpRequestException { StatusCode: 413 }:
                return OfStatus(413);
            case BadHttpRequestException bad:
                return Problem(bad.StatusCode, "invalid-request", "The request is not valid", bad.Message);
            case DbUpdateConcurrencyException:
                return Conflict("changed-meanwhile", "Somebody else changed it at the same time. Read it again and retry.");
            case var text when StoreFaults.IsUnstorableText(text):
                return Problem(400, "invalid-request", "The request is not valid", "A text has a NUL character, which is not kept.");
            case var down when StoreFaults.IsAway(down):
                context.Response.Headers.RetryAfter = "2";
                return Problem(503, "store-unavailable", "The store cannot be reached", "Nothing was changed. Try again after the seconds in Retry-After.");
            default:
                return Problem(500, "internal", "An error of ours", "It has been logged under the trace id.");
        }
    }

    private static ProblemHttpResult OfStatus(int status) => status switch
    {
        404 => Problem(404, "not-found", "Not found", "There is nothing at this address."),
        405 => Problem(405, "method-not-allowed", "Method not allowed", "The address exists, but not for this method; see the Allow header."),
        413 => Problem(413, "too-large", "The request is too large", "Send less at once."),
        415 => Problem(415, "unsupported-media-type", "The content type is not supported", "Send application/json unless the route says otherwise."),
        _ => Problem(status, "http", "The request failed", $"HTTP status {status}."),
    };
}
