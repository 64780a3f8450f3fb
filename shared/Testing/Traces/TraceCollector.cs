using System.Collections.Concurrent;
using AdPlatform.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Testing.Traces;

/// <summary>Takes what processes export over OTLP (http/protobuf) and keeps their spans.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly WebApplication app;

    private TraceCollector(WebApplication app) => this.app = app;

    public Uri Address { get; private init; } = null!;

    public IReadOnlyCollection<Span> Spans => spans;

    /// <summary>Environment of a process that exports to this collector, without the seconds that an exporter waits by default.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.AbsoluteUri.TrimEnd('/'),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    public static async Task<TraceCollector> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.AbsoluteUri);
        var collector = new TraceCollector(builder.Build()) { Address = address };
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>The spans of one trace, once <paramref name="complete"/> says so; at the latest after <paramref name="atMost"/>, as they are then.</summary>
    public async Task<IReadOnlyList<Span>> TraceAsync(string traceId, Func<IReadOnlyList<Span>, bool> complete, TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        while (true)
        {
            var trace = spans.Where(span => span.TraceId == traceId).ToArray();
            if (limit.IsCancellationRequested || complete(trace)) return trace;
            await Task.Delay(50);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        // Metrics and logs come here too; only traces are kept.
        if (context.Request.Path == "/v1/traces")
            foreach (var span in ExportedSpans.Read(body.ToArray())) spans.Enqueue(span);
        context.Response.ContentType = "application/x-protobuf";
    }
}
