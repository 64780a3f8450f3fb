using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;

namespace AdPlatform.Hosting.Telemetry;

internal static class HealthRoutes
{
    /// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can accept durably; names the check that fails.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),
            ResponseWriter = async (context, report) => await context.Response.WriteAsJsonAsync(
                new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description ?? e.Value.Status.ToString()) },
                context.RequestAborted),
        }).AllowAnonymous();
    }
}
