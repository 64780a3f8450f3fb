using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

/// <summary>Hands every request on as it came, and loses the answer to the first one with a batch: a client that keeps its promises sends it again.</summary>
internal sealed class ForgetfulDoor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> batches = new();
    private readonly ConcurrentDictionary<string, bool> labels = new();
    private readonly HttpClient service;
    private readonly WebApplication app;
    private int requests;

    private ForgetfulDoor(Uri address, WebApplication app) => (service, this.app) = (new HttpClient { BaseAddress = address }, app);

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public int Requests => requests;

    public int Batches => batches.Count;

    /// <summary>Content types and encodings as the clients said them.</summary>
    public IEnumerable<string> Labels => labels.Keys;

    public static async Task<ForgetfulDoor> StartAsync(Uri service)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var door = new ForgetfulDoor(service, app);
        app.Run(door.HandOnAsync);
        await app.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        service.Dispose();
    }

    private async Task HandOnAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        labels[$"{context.Request.ContentType?.Split(';')[0]} {context.Request.Headers.ContentEncoding}"] = true;

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var name in (string[])["Authorization", "Content-Type", "Content-Encoding", "User-Agent"])
        {
            if (context.Request.Headers[name] is { Count: > 0 } value && !request.Headers.TryAddWithoutValidation(name, value.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
        }

        using var answer = await service.SendAsync(request);
        var isFirst = batches.AddOrUpdate(await BatchOfAsync(body.ToArray()), 1, (_, times) => times + 1) == 1;
        context.Response.StatusCode = isFirst && answer.IsSuccessStatusCode ? StatusCodes.Status503ServiceUnavailable : (int)answer.StatusCode;
    }

    /// <summary>By its message ids: sentAt is another one in each attempt.</summary>
    private static async Task<string> BatchOfAsync(byte[] body)
    {
        await using var text = body is [0x1f, 0x8b, ..] ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress) : (Stream)new MemoryStream(body);
        using var json = await JsonDocument.ParseAsync(text);
        return string.Join(' ', json.RootElement.GetProperty("batch").EnumerateArray().Select(call => call.GetProperty("messageId").GetString()));
    }
}
