using System.Collections.Concurrent;
using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AdPlatform.Benchmarks.Delivery;

/// <param name="Errors">Answers other than 200.</param>
internal sealed record Load(long Requests, long Errors, double Seconds, double P50Ms, double P99Ms)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>
/// A closed loop: each connection sends the next request when the answer is there. Raw HTTP/1.1 over sockets in a process of its own, so that it
/// costs the server's machine little, and every server the same.
/// </summary>
internal static class LoadGenerator
{
    private const int LargestAnswer = 64 * 1024;

    public static Command Command()
    {
        var port = new Argument<int>("port");
        var bodies = new Argument<string>("bodies") { Description = "File with one JSON body a line." };
        var key = new Option<string>("--key") { DefaultValueFactory = _ => "none" };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 32 };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 5 };
        var command = new Command("load", "Posts bodies to /v1/decisions of a port on this machine; prints what was measured.") { port, bodies, key, connections, seconds };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var requests = File.ReadLines(arguments.GetRequiredValue(bodies)).Select(body => Request(body, arguments.GetValue(key)!)).ToArray();
            var load = await RunAsync(arguments.GetValue(port), requests, arguments.GetValue(connections), TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancellationToken);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(load, JsonSerializerOptions.Web));
        });
        return command;
    }

    private static byte[] Request(string body, string key) => Encoding.UTF8.GetBytes(
        $"POST /v1/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static async Task<Load> RunAsync(int port, byte[][] requests, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<List<long>>();
        long errors = 0;
        var clock = Report.Clock;
        var started = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            var own = new List<long>(100_000);
            var buffer = new byte[LargestAnswer];
            for (var i = connection; clock.GetElapsedTime(started) < duration; i += connections)
            {
                var sent = clock.GetTimestamp();
                await socket.SendAsync(requests[i % requests.Length], cancellationToken);
                if (!await AnsweredAsync(socket, buffer, cancellationToken)) Interlocked.Increment(ref errors);
                own.Add(clock.GetTimestamp() - sent);
            }

            latencies.Add(own);
        }));
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(own => own).Order().ToArray();
        return new Load(all.Length, errors, seconds, Milliseconds(0.5), Milliseconds(0.99));

        double Milliseconds(double share) => all.Length == 0 ? double.NaN : all[(int)(share * (all.Length - 1))] * 1000.0 / clock.TimestampFrequency;
    }

    /// <summary>Reads one answer: by its Content-Length, or to the last chunk (nothing follows it: one request at a time).</summary>
    private static async ValueTask<bool> AnsweredAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            var answer = buffer.AsSpan(0, filled);
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            var length = LengthOf(answer[..head]);
            if (length is { } known ? filled >= head + 4 + known : answer.EndsWith("0\r\n\r\n"u8)) return answer.StartsWith("HTTP/1.1 200"u8);
        }
    }

    private static int? LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return null;
        var digits = head[(at + "Content-Length: ".Length)..];
        return System.Buffers.Text.Utf8Parser.TryParse(digits, out int length, out _) ? length : null;
    }
}
