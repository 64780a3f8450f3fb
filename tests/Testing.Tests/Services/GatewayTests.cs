using System.Net;
using System.Text;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Testing.Tests.Services;

public sealed class GatewayTests : IAsyncLifetime
{
    private readonly Uri service = new($"http://127.0.0.1:{FreePorts.Next()}");
    private readonly TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication app = null!;
    private Gateway gateway = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(service.AbsoluteUri);
        app = builder.Build();
        app.MapPost("/v1/echo/{word}", async (string word, HttpContext http) =>
        {
            using var body = new StreamReader(http.Request.Body);
            http.Response.StatusCode = 202;
            http.Response.Headers.Append("X-Seen", $"{http.Request.Host}|{http.Request.QueryString}|{http.Request.Headers["X-Given"]}|{http.Request.ContentType}|{http.Request.Headers.TraceParent}");
            await http.Response.WriteAsync($"{word}:{await body.ReadToEndAsync()}");
        });
        app.MapGet("/v1/stream", async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: one\n\n");
            await http.Response.Body.FlushAsync();
            await more.Task;
            await http.Response.WriteAsync("data: two\n\n");
        });
        await app.StartAsync();
        gateway = await Gateway.StartAsync(path => path.StartsWith("/v1", StringComparison.Ordinal) ? service : null);
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Address };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await gateway.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Method_path_query_headers_host_and_body_pass_unchanged_and_so_does_the_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/echo/a%2Fb%20c?x=1&y=%C3%A9") { Content = new StringContent("hello", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Given", "yes");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("a%2Fb c:hello", await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            $"{gateway.Address.Authority}|?x=1&y=%C3%A9|yes|application/json; charset=utf-8|00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Assert.Single(answer.Headers.GetValues("X-Seen")));
    }

    [Fact]
    public async Task An_event_stream_comes_as_it_is_written()
    {
        using var answer = await client.GetAsync("/v1/stream", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("data: one", await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        more.SetResult();
        await lines.ReadLineAsync();
        Assert.Equal("data: two", await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_service_that_is_away_is_502_and_a_path_of_nobody_404_as_problems()
    {
        await app.StopAsync();
        using var away = await client.GetAsync("/v1/stream");
        Assert.Equal((HttpStatusCode.BadGateway, "application/problem+json"), (away.StatusCode, away.Content.Headers.ContentType?.MediaType));
        using var nobody = await client.GetAsync("/elsewhere");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }
}
