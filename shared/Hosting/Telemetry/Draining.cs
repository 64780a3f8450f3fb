using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Telemetry;

/// <summary>
/// After SIGTERM: requests that run are finished, new ones are refused with 503, and /readyz says so, still on an open port. Only then do the
/// server and the consumers stop. All of it within the host's shutdown time-out.
/// </summary>
internal sealed class Draining(TimeProvider clock) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>For requests; what is left of the shutdown time-out is for consumers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private volatile bool draining;

    public bool TryEnter()
    {
        Interlocked.Increment(ref running);
        if (!draining) return true;
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref running) == 0 && draining) idle.TrySetResult();
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining = true;
        // As if it were a request itself: whoever leaves last ends the waiting.
        Interlocked.Increment(ref running);
        Leave();
        await idle.Task.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining ? HealthCheckResult.Unhealthy("The process is stopping: requests that run are finished, new ones are refused") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainingHost
{
    public static void AddDraining(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks().AddCheck<Draining>("accepting", tags: ["ready"]);
    }

    public static void UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use(async (context, next) =>
        {
            if (OfTheOperator(context.Request.Path))
            {
                await next(context);
            }
            else if (draining.TryEnter())
            {
                try
                {
                    await next(context);
                }
                finally
                {
                    draining.Leave();
                }
            }
            else
            {
                context.Response.Headers.RetryAfter = "1";
                context.Response.Headers.Connection = "close";
                await Problems.Problem(503, "stopping", "The process is stopping", "Nothing was changed. Try again after the seconds in Retry-After.").ExecuteAsync(context);
            }
        });
    }

    private static bool OfTheOperator(PathString path) => path == "/healthz" || path == "/readyz" || path == "/metrics";
}
