using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting;

/// <summary>What every process of the platform has: clock, storage, keys, problem details, health, telemetry.</summary>
public static class PlatformHost
{
    public static void AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.AddPlatformOptions<PlatformOptions>("");
#pragma warning disable RS0030 // The composition root names the system clock; everything else gets it injected.
        builder.Services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        builder.Services.AddSingleton<DataFolder>();
        builder.Services.AddSingleton<PlatformSecrets>();
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.AddKeys();
        builder.AddProblems();
        builder.AddTelemetry();
        builder.AddCaching();
        builder.AddDraining();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<IdempotencyInProgress>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.UseDraining();
        app.UseTraceNames();
        app.UseProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseIdempotencyBodies();
        app.MapHealth();
        app.MapPrometheus();
        app.MapProblemTypes();
    }

    /// <summary>Binds <c>AdPlatform:{section}:*</c> (environment: <c>AdPlatform__{section}__*</c>); wrong values stop the start with their names.</summary>
    public static void AddPlatformOptions<T>(this IHostApplicationBuilder builder, string section)
        where T : class
    {
        var path = section.Length == 0 ? "AdPlatform" : $"AdPlatform:{section}";
        builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(path)).ValidateDataAnnotations().ValidateOnStart();
    }
}
