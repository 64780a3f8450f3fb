using System.CommandLine;
using System.Text.Json;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Caching;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>The baseline: the same server software reads the same JSON and writes an answer of the same bytes, and does nothing in between, or one GET of Redis.</summary>
internal static class BareServer
{
    private const string Value = "measured";

    public static Command Command()
    {
        var port = new Argument<int>("port");
        var answer = new Argument<string>("answer") { Description = "File with the JSON that every request gets." };
        var command = new Command("serve-bare", "A JSON endpoint without a platform; with one GET a request when AdPlatform__Redis is set.") { port, answer };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://127.0.0.1:{arguments.GetValue(port)}");
            var asks = builder.HasRedis();
            if (asks) builder.AddPlatform();
            var app = builder.Build();
            var body = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(arguments.GetRequiredValue(answer), cancellationToken));
            if (asks)
                app.MapPost("/v1/decisions", async (JsonElement request, RedisConnection redis) =>
                    (await redis.RunAsync(database => database.StringGetAsync(Value))).HasValue && request.ValueKind == JsonValueKind.Object ? Results.Ok(body) : Results.BadRequest());
            else
                app.MapPost("/v1/decisions", (JsonElement request) => request.ValueKind == JsonValueKind.Object ? Results.Ok(body) : Results.BadRequest());
            app.MapGet("/readyz", () => Results.Ok());
            await app.StartAsync(cancellationToken);
            while (asks && !app.Services.GetRequiredService<RedisConnection>().IsUsable) await Task.Delay(TimeSpan.FromMilliseconds(10), Report.Clock, cancellationToken);
            // As long as a small profile.
            if (asks) await app.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.StringSetAsync(Value, new string('a', 400)));
            await app.WaitForShutdownAsync(cancellationToken);
        });
        return command;
    }

    /// <param name="folder">Has the answer in answer.json.</param>
    public static async Task<Target> StartAsync(OwnFolder folder, string mode, string? redis)
    {
        var port = FreePorts.Next();
        var environment = new Dictionary<string, string>(Target.Quiet);
        if (redis is not null) (environment["AdPlatform__Redis"], environment["AdPlatform__Data"]) = (redis, folder.File($"{mode}/data"));
        var process = ServiceProcess.Start("AdPlatform.Benchmarks", folder.File(mode), port, environment, "serve-bare", $"{port}", folder.File("answer.json"));
        await process.ReadyAsync(TimeSpan.FromMinutes(3));
        return new Target(mode, process.Address, process, "none", null) { LoadKey = "none" };
    }
}
