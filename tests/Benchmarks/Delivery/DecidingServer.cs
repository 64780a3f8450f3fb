using System.CommandLine;
using System.Diagnostics;
using AdPlatform.AdDelivery;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Benchmarks.Delivery;

/// <param name="Microseconds">Of the thread that answers.</param>
/// <param name="Bytes">That it allocated.</param>
internal sealed record Measured(double Microseconds, double Bytes, int Counted);

/// <summary>AdDelivery alone in a process, with a world of a given size, and doors to what only the process itself can measure.</summary>
internal static class DecidingServer
{
    public static Command Command()
    {
        var port = new Argument<int>("port");
        var key = new Option<string>("--key") { Required = true };
        var campaigns = new Option<int>("--campaigns") { DefaultValueFactory = _ => 100 };
        var creatives = new Option<int>("--creatives") { DefaultValueFactory = _ => 200 };
        var capped = new Option<bool>("--capped");
        var command = new Command("serve-decisions", "AdDelivery with a world to measure.") { port, key, campaigns, creatives, capped };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://127.0.0.1:{arguments.GetValue(port)}");
            builder.AddPlatform();
            builder.AddAdDelivery();
            builder.AddPlatformBus(bus => bus.AddAdDeliveryConsumers());
            var prepared = false;
            builder.Services.AddHealthChecks().AddCheck("world", () => prepared ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("is being prepared"), ["ready"]);
            var app = builder.Build();
            app.UsePlatform();
            app.MapAdDelivery();
            var world = new DecisionWorld(app.Services, Report.Clock);
            var live = 0;
            app.MapPost("/measure/decisions/{count:int}", (int count, CancellationToken stop) => MeasureAsync(app.Services, count, stop)).AllowAnonymous();
            app.MapPost("/measure/live", async (CancellationToken stop) => await LiveAsync(app.Services, world, $"tt-live-{++live}", stop)).AllowAnonymous();
            app.MapGet("/measure/allocated", () => GC.GetTotalAllocatedBytes()).AllowAnonymous();
            await app.StartAsync(cancellationToken);
            app.Services.GetRequiredService<KeyRing>().Add(new ApiKey(
                Ids.New(Report.Clock.GetUtcNow()), ApiKey.HashOf(arguments.GetRequiredValue(key)), DecisionWorld.Publisher, AccountKind.Publisher, DecisionWorld.Publisher, [Scopes.Decisions], null));
            // A cap that counts and does not bite.
            await world.PrepareAsync(arguments.GetValue(campaigns), arguments.GetValue(creatives), arguments.GetValue(capped) ? new FrequencyCap(1000, 10_000) : null, cancellationToken);
            prepared = true;
            await app.WaitForShutdownAsync(cancellationToken);
        });
        return command;
    }

    public static string Body(int number, string title = DecisionWorld.Title) =>
        $$$"""{"placements":[{"id":"p","format":"native"}],"viewer":{"ids":[{"kind":"user","id":"{{{DecisionWorld.Viewer(number)}}}"}]},"context":{"titleId":"{{{title}}}","country":"FR","language":"fr"},"consent":{"gdpr":true,"purposes":[1,2,3,4,7,9,10]}}""";

    /// <summary>One after the other, without HTTP; a decision that had to wait (a lease, a full log, Redis) is not the warm path and is not counted.</summary>
    private static async Task<Measured> MeasureAsync(IServiceProvider services, int count, CancellationToken cancellationToken)
    {
        var deciding = services.GetRequiredService<Deciding>();
        var questions = Enumerable.Range(0, 256).Select(i => Question.Of(
            new DecisionRequest
            {
                Placements = [new("p", FormatIds.Native)],
                Viewer = new([new("user", DecisionWorld.Viewer(i))]),
                Context = new() { TitleId = DecisionWorld.Title, Country = "FR", Language = "fr" },
                Consent = new(Gdpr: true, Purposes: [1, 2, 3, 4, 7, 9, 10]),
            },
            null)).ToArray();
        long bytes = 0, ticks = 0;
        var counted = 0;
        for (var i = 0; i < count; i++)
        {
            var (thread, before, started) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var settling = deciding.SettleAsync(DecisionWorld.Publisher, questions[i % questions.Length], cancellationToken);
            var warm = settling.IsCompletedSuccessfully;
            var (took, spent) = (Stopwatch.GetTimestamp() - started, GC.GetAllocatedBytesForCurrentThread() - before);
            var settled = await settling;
            if (settled.Slots[0].Decisions[0].Decision.Chosen is null) throw new InvalidOperationException("Nothing is served.");
            if (!warm || thread != Environment.CurrentManagedThreadId) continue;
            (bytes, ticks, counted) = (bytes + spent, ticks + took, counted + 1);
        }
        return new(ticks * 1e6 / Stopwatch.Frequency / Math.Max(1, counted), (double)bytes / Math.Max(1, counted), counted);
    }

    /// <returns>Seconds from the announcement of a campaign until it is what a decision chooses.</returns>
    private static async Task<double> LiveAsync(IServiceProvider services, DecisionWorld world, string title, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        await world.GoLiveAsync(title, 1, null, cancellationToken);
        var question = Question.Of(
            new DecisionRequest { Placements = [new("p", FormatIds.Native)], Context = new() { TitleId = title, Country = "FR", Language = "fr" }, Consent = new(Gdpr: true, Purposes: [1, 2]) }, null);
        while ((await services.GetRequiredService<Deciding>().SettleAsync(DecisionWorld.Publisher, question, cancellationToken)).Slots[0].Decisions[0].Decision.Chosen is null)
        {
        }
        return started.Elapsed.TotalSeconds;
    }
}
