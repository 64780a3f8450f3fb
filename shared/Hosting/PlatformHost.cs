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
using Microsoft.Extensions.Options;

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
        builder.Services.AddSingleton(services => new PlatformSecrets(builder.Configuration, services.GetRequiredService<DataFolder>));
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

    /// <summary>
    /// A service in a process of its own: it shares servers and secrets with the others, so all of them must be given (in Development and Testing
    /// what is missing is embedded). What is missing stops the start with its names.
    /// </summary>
    public static void AddServicePlatform(this IHostApplicationBuilder builder)
    {
        builder.AddPlatform();
        if (builder.Environment.IsDevelopment() || builder.Environment.IsEnvironment("Testing")) return;
        builder.Services.AddSingleton(new PlatformSecrets(builder.Configuration, folder: null));
        // The one line of RunServiceAsync says it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddOptions<PlatformOptions>()
            .Validate(options => options.RabbitMq is { Length: > 0 }, "AdPlatform__RabbitMq is not set (amqp://user:password@host:5672/vhost).")
            .Validate(options => options.Redis is { Length: > 0 }, "AdPlatform__Redis is not set (host:6379).")
            .Validate(options => options.Postgres is { Length: > 0 }, "AdPlatform__Postgres is not set (Host=...;Username=...;Password=...;Database=...).");
    }

    /// <summary>Until it is stopped. What the operator can do something about is told in one line instead of a stack.</summary>
    /// <returns>Exit code: 0, or 2 when the settings are wrong.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception refused) when (refused is OptionsValidationException or InvalidOperationException { Source: "AdPlatform.Hosting" })
        {
            await Console.Error.WriteLineAsync(
                $"{(refused is OptionsValidationException wrong ? string.Join(' ', wrong.Failures) : refused.Message)} To run all services in one process without any server start deploy/Standalone; to try this one alone set DOTNET_ENVIRONMENT=Development.");
            return 2;
        }
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.UseDraining();
        app.UseTraceNames();
        app.UseProblems();
        app.UseKeys();
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
