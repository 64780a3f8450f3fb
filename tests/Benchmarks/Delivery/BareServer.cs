using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>The baseline: the same server software reads the same JSON and writes an answer of the same bytes, and does nothing in between.</summary>
internal static class BareServer
{
    public static Command Command()
    {
        var port = new Argument<int>("port");
        var answer = new Argument<string>("answer") { Description = "File with the JSON that every request gets." };
        var command = new Command("serve-bare", "A JSON endpoint without a platform.") { port, answer };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://127.0.0.1:{arguments.GetValue(port)}");
            var app = builder.Build();
            var body = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(arguments.GetRequiredValue(answer), cancellationToken));
            app.MapPost("/v1/decisions", (JsonElement request) => request.ValueKind == JsonValueKind.Object ? Results.Ok(body) : Results.BadRequest());
            app.MapGet("/readyz", () => Results.Ok());
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
        });
        return command;
    }
}
