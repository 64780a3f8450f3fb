using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AdPlatform.Benchmarks.Delivery;

/// <param name="Requests">All that were answered.</param>
/// <param name="Errors">Answers other than 200 and 503.</param>
/// <param name="Rejected">Answers of 503.</param>
/// <param name="PerSecond">Answers of 200, as everything below after the first second: in it the generator is compiled, and what is late is its own doing.</param>
/// <param name="P50Ms">Of answers of 200.</param>
/// <param name="RejectedP99Ms">Of answers of 503, from when they were asked for: at many times what the machine can do the generator itself is late. Not a number without any.</param>
/// <param name="ProcessorMicroseconds">That the generator used itself for an answer, on the machine that it measures.</param>
internal sealed record Load(long Requests, long Errors, long Rejected, double PerSecond, double P50Ms, double P99Ms, double RejectedP99Ms, double ProcessorMicroseconds);

/// <summary>
/// Raw HTTP/1.1 over sockets in a process of its own, so that it costs the server's machine little, and every server the same. Without a rate it is a closed loop: each connection
/// sends the next request when the answer is there. With a rate requests have their times: what is late because the answer before was late waits on its own account.
/// </summary>
internal static class LoadGenerator
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    public static Command Command()
    {
        var port = new Argument<int>("port");
        var bodies = new Argument<string>("bodies") { Description = "File with one JSON body a line." };
        var key = new Option<string>("--key") { DefaultValueFactory = _ => "none" };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 32 };
        var seconds = Seconds(5);
        var rate = new Option<double>("--rate") { Description = "Requests a second over all connections; 0 for as many as are answered." };
        var command = new Command("load", "Posts bodies to /v1/decisions of a port on this machine; prints what was measured.") { port, bodies, key, connections, seconds, rate };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var requests = File.ReadLines(arguments.GetRequiredValue(bodies)).Select(body => Request(body, arguments.GetValue(key)!)).ToArray();
            var load = await RunAsync(
                arguments.GetValue(port), requests, arguments.GetValue(connections), TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(rate), cancellationToken);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(load, Report.Loose));
        });
        return command;
    }

    public static Option<double> Seconds(double usual)
    {
        var seconds = new Option<double>("--seconds") { Description = "Of each round, more than the first, which is not counted.", DefaultValueFactory = _ => usual };
        seconds.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double>() <= Start.TotalSeconds) given.AddError($"--seconds: more than {Start.TotalSeconds}.");
        });
        return seconds;
    }

    /// <summary>In a process of its own.</summary>
    public static async Task<Load> RunApartAsync(int port, string bodies, string key, int connections, double seconds, double rate, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "AdPlatform.Benchmarks.dll"), "load", $"{port}", bodies, "--key", key, "--connections", $"{connections}",
            "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--rate", rate.ToString(CultureInfo.InvariantCulture),
        ])
        { RedirectStandardOutput = true };
        // It lives for seconds: what is compiled in its first one is what it runs.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return JsonSerializer.Deserialize<Load>(output, Report.Loose) ?? throw new InvalidOperationException(output);
    }

    private static byte[] Request(string body, string key) => Encoding.UTF8.GetBytes(
        $"POST /v1/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static async Task<Load> RunAsync(int port, byte[][] requests, int connections, TimeSpan duration, double rate, CancellationToken cancellationToken)
    {
        var (served, rejected) = (new ConcurrentBag<List<long>>(), new ConcurrentBag<List<long>>());
        long answered = 0, refusals = 0, errors = 0;
        var clock = Report.Clock;
        var started = clock.GetTimestamp();
        var running = Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            var (own, refused, buffer) = (new List<long>(100_000), new List<long>(), new byte[LargestAnswer]);
            for (var i = connection; clock.GetElapsedTime(started) < duration; i += connections)
            {
                var sent = clock.GetTimestamp();
                if (rate > 0)
                {
                    var due = started + (long)(i / rate * clock.TimestampFrequency);
                    if (due > sent)
                    {
                        await Task.Delay(clock.GetElapsedTime(sent, due), clock, cancellationToken);
                        due = clock.GetTimestamp();
                    }
                    sent = due;
                }
                var asked = clock.GetTimestamp();
                await socket.SendAsync(requests[i % requests.Length], cancellationToken);
                var status = await StatusAsync(socket, buffer, cancellationToken);
                Interlocked.Increment(ref status == 200 ? ref answered : ref status == 503 ? ref refusals : ref errors);
                var now = clock.GetTimestamp();
                if (clock.GetElapsedTime(started, now) < Start) continue;
                if (status == 200) own.Add(now - sent);
                else if (status == 503) refused.Add(now - asked);
            }

            served.Add(own);
            rejected.Add(refused);
        }));
        await Task.Delay(Start, clock, cancellationToken);
        var (from, processor) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var (answeredBefore, before) = (Interlocked.Read(ref answered), Interlocked.Read(ref answered) + Interlocked.Read(ref refusals) + Interlocked.Read(ref errors));
        await running;
        var (seconds, used, all) = (clock.GetElapsedTime(from).TotalSeconds, Environment.CpuUsage.TotalTime - processor, answered + refusals + errors);
        var (latencies, refusedLatencies) = (Sorted(served), Sorted(rejected));
        return new Load(
            all, errors, refusals, (answered - answeredBefore) / seconds, Milliseconds(latencies, 0.5), Milliseconds(latencies, 0.99), Milliseconds(refusedLatencies, 0.99), used.TotalMicroseconds / (all - before));

        static long[] Sorted(IEnumerable<List<long>> times) => [.. times.SelectMany(own => own).Order()];

        double Milliseconds(long[] all, double share) => all.Length == 0 ? double.NaN : all[(int)(share * (all.Length - 1))] * 1000.0 / clock.TimestampFrequency;
    }

    /// <summary>Reads one answer: by its Content-Length, or to the last chunk (nothing follows it: one request at a time).</summary>
    private static async ValueTask<int> StatusAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
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
            if (length is { } known ? filled >= head + 4 + known : answer.EndsWith("0\r\n\r\n"u8))
                return System.Buffers.Text.Utf8Parser.TryParse(answer["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
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
