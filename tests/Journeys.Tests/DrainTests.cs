using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Journeys.Tests;

public sealed class DrainTests
{
    private const string Key = "adp_first-key-of-the-drain-test-000";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A request whose body is still on its way when SIGTERM comes: the process cannot have finished it before.</summary>
    [Fact]
    public async Task After_SIGTERM_a_request_in_flight_completes_and_new_ones_are_refused()
    {
        await using var folder = new OwnFolder("drain");
        await using var process = Platforms.Standalone.StartWith(new Dictionary<string, string> { ["ADPLATFORM_BOOTSTRAP_KEY"] = Key }, folder.Location);
        Assert.NotNull(await process.LineAsync("listens on", Patience));

        var body = """{"kind":"advertiser","name":"Slow"}""";
        using var slow = new TcpClient();
        await slow.ConnectAsync(process.Address.Host, process.Address.Port);
        await using var stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/accounts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Key}\r\nIdempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        // The server asks for the body: the request is being handled.
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync().WaitAsync(Patience));

        process.Terminate();
        using var http = new HttpClient { BaseAddress = process.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        var refused = await UntilAsync(() => http.GetAsync("/v1/accounts"), HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        using var ready = await http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("stopping", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        Assert.False(process.HasExited);

        await stream.WriteAsync(Encoding.ASCII.GetBytes(body));
        Assert.Equal("", await reader.ReadLineAsync().WaitAsync(Patience));
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync().WaitAsync(Patience));
        Assert.Equal(0, await process.ExitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<HttpResponseMessage> UntilAsync(Func<Task<HttpResponseMessage>> ask, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (; ; await Task.Delay(20, limit.Token))
        {
            var answer = await ask();
            if (answer.StatusCode == status) return answer;
        }
    }
}
