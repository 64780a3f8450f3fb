using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>The Segment tracking API. 200 means that the events are committed, and will be in the profiles also after a crash.</summary>
internal static class RecordEvents
{
    /// <summary>500 KB, unpacked.</summary>
    private const int MaxBatchBytes = 500 * 1024;

    private const int MaxBatchEvents = 500;

    /// <summary>Well below what the bus reads (64), which wraps an event in some levels more.</summary>
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 32 };

    private static readonly string[] Calls = ["track", "identify", "page", "screen", "group", "alias"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").RequireScope(Scopes.EventsWrite).RequireAccount(AccountKind.Publisher).WithTags("Events")
            .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<SheddingLoad>().InvokeAsync(context, next));
        foreach (var call in Calls)
        {
            group.MapPost("/" + call, (HttpRequest request, Caller caller, AcceptingEvents accepting, ProfilingMetrics metrics, SheddingLoad shedding, FactRules facts, IOptions<ProfilingOptions> options, TimeProvider clock) =>
                RecordOneAsync(call, request, caller, accepting, metrics, shedding, facts, options.Value, clock));
        }
        group.MapPost("/batch", RecordBatchAsync);
    }

    private static async Task<Results<Ok<EventsRecorded>, ProblemHttpResult>> RecordOneAsync(
        string call, HttpRequest request, Caller caller, AcceptingEvents accepting, ProfilingMetrics metrics, SheddingLoad shedding, FactRules facts, ProfilingOptions options, TimeProvider clock)
    {
        var body = await ParseAsync(request, ReadingEvent.MaxBytes);
        if (body.Problem is { } problem) return problem;
        using var json = body.Json!;
        var now = clock.GetUtcNow();
        switch (new ReadingEvent(now, options.ClockSkewTolerance, facts, RefusalSignals.Of(request.Headers)).Read(json.RootElement, call, json.RootElement))
        {
            case Readable { Event: var e }:
                await accepting.AcceptAsync(new(caller.PublisherId, [e], body.Bytes));
                shedding.Took(caller.PublisherId, 1);
                return TypedResults.Ok(new EventsRecorded(true, 1, []));
            case Refused refused:
                metrics.RefusedAtDoor(1);
                var errors = new FieldErrors();
                errors.Add(refused.Field.Length > 0 ? refused.Field : "body", refused.Reason);
                return errors.ToProblem();
            default: throw new InvalidOperationException();
        }
    }

    private static async Task<Results<Ok<EventsRecorded>, ProblemHttpResult>> RecordBatchAsync(
        HttpRequest request, Caller caller, AcceptingEvents accepting, ProfilingMetrics metrics, SheddingLoad shedding, FactRules facts, IOptions<ProfilingOptions> options, TimeProvider clock)
    {
        var body = await ParseAsync(request, MaxBatchBytes);
        if (body.Problem is { } problem) return problem;
        using var json = body.Json!;
        var errors = new FieldErrors();
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("batch", out var batch) || batch.ValueKind != JsonValueKind.Array)
        {
            errors.Add("batch", "must be a list of events");
            return errors.ToProblem();
        }

        if (batch.GetArrayLength() > MaxBatchEvents) return TooLarge($"A batch has at most {MaxBatchEvents} events; this one has {batch.GetArrayLength()}.");
        var now = clock.GetUtcNow();
        var reading = new ReadingEvent(now, options.Value.ClockSkewTolerance, facts, RefusalSignals.Of(request.Headers));
        var (accepted, refused, index) = (new List<ViewerEvent>(), new List<RefusedEvent>(), 0);
        foreach (var e in batch.EnumerateArray())
        {
            switch (reading.Read(e, null, json.RootElement))
            {
                case Readable { Event: var readable }:
                    accepted.Add(readable);
                    break;
                case Refused { Field: var field, Reason: var reason }:
                    refused.Add(new(index, field.Length > 0 ? $"batch[{index}].{field}" : $"batch[{index}]", reason));
                    break;
            }
            index++;
        }

        metrics.RefusedAtDoor(refused.Count);
        if (accepted.Count == 0)
        {
            if (refused.Count == 0) errors.Add("batch", "must hold at least one event");
            foreach (var e in refused) errors.Add(e.Field, e.Reason);
            return errors.ToProblem();
        }

        await accepting.AcceptAsync(new(caller.PublisherId, accepted, body.Bytes));
        shedding.Took(caller.PublisherId, accepted.Count);
        return TypedResults.Ok(new EventsRecorded(true, accepted.Count, refused));
    }

    private static async Task<(JsonDocument? Json, int Bytes, ProblemHttpResult? Problem)> ParseAsync(HttpRequest request, int limit)
    {
        switch (await EventBody.ReadAsync(request, limit, request.HttpContext.RequestAborted))
        {
            case EventBody.Text { Utf8: var utf8 }:
                try
                {
                    return (JsonDocument.Parse(utf8, Depth), utf8.Length, null);
                }
                catch (JsonException cause)
                {
                    return (null, 0, Problems.Problem(400, "invalid-request", "The request is not valid", $"The body is not JSON of at most {Depth.MaxDepth} levels: {cause.Message}"));
                }

            case EventBody.TooLarge: return (null, 0, TooLarge($"At most {limit} bytes of JSON, unpacked."));
            default: return (null, 0, Problems.Problem(400, "invalid-request", "The request is not valid", "The body is not gzip, although it says so."));
        }
    }

    private static ProblemHttpResult TooLarge(string detail) => Problems.Problem(413, "too-large", "The request is too large", detail);
}

/// <param name="Rejected">Events of a batch that were refused; the others are accepted.</param>
internal sealed record EventsRecorded(bool Success, int Accepted, IReadOnlyList<RefusedEvent> Rejected);

/// <param name="Index">Position in the batch, from 0.</param>
internal sealed record RefusedEvent(int Index, string Field, string Reason);
