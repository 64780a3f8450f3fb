using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AdPlatform.Hosting.Telemetry;

/// <summary>Traces and metrics of the framework's own sources and ours; over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, metrics at <c>/metrics</c> always.</summary>
internal static class TelemetryHost
{
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var otlp = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var resource = ResourceBuilder.CreateDefault().AddService(builder.Environment.ApplicationName);
        builder.Services.AddSingleton<PrometheusReader>();
        builder.Services.AddSingleton(_ =>
        {
            var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource("AdPlatform.*", "Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql")
                .AddProcessor(new UnheardEvents());
            // Where nobody collects spans nothing is recorded; what continues a trace (ids in problems, in messages) is there all the same.
            traces = otlp ? traces.AddOtlpExporter() : traces.SetSampler(new AlwaysOffSampler());
            return traces.Build();
        });
        builder.Services.AddSingleton(services =>
        {
            var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter("AdPlatform.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "MassTransit", "Npgsql")
                .AddReader(services.GetRequiredService<PrometheusReader>());
            if (otlp) metrics.AddOtlpExporter();
            return metrics.Build();
        });
        builder.Services.AddHostedService<TelemetryStart>();
    }

    /// <summary>The server's span has no tags by itself (stated in ASP.NET Core 10): name it by its route.</summary>
    public static void UseTraceNames(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity) return;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        activity.SetTag("http.request.method", context.Request.Method);
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= 500) activity.SetStatus(ActivityStatusCode.Error);
    });

    /// <summary>Built first, flushed last.</summary>
    private sealed class TelemetryStart(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(2000);
            metrics.ForceFlush(2000);
            return Task.CompletedTask;
        }
    }
}
