using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace AdPlatform.Journeys.Tests;

/// <summary>The real program in a process of its own, on a free loopback port, with what it has written so far.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private static int lastPort = 21_000 + (Environment.ProcessId % 5_000);
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> output = [];
    private readonly Task reading;

    private StandaloneProcess(Process process, int port)
    {
        this.process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        _ = reading.ContinueWith(_ => lines.Writer.TryComplete(), TaskScheduler.Default);
    }

    public Uri Address { get; }

    public string Output
    {
        get
        {
            lock (output) return string.Join('\n', output);
        }
    }

    public static StandaloneProcess Start(string data, params string[] arguments) => StartWith(null, data, arguments);

    public static StandaloneProcess StartWith(string? firstKey, string data, params string[] arguments)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "AdPlatform.Standalone.dll"), "--data", data, "--port", $"{port}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (firstKey is not null) start.Environment["ADPLATFORM_BOOTSTRAP_KEY"] = firstKey;
        return new StandaloneProcess(Process.Start(start)!, port);
    }

    /// <summary>The first line, from where the last call stopped, that matches.</summary>
    /// <returns>Null when the program ended before.</returns>
    public async Task<string?> LineAsync(string pattern, TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(limit.Token))
                if (Regex.IsMatch(line, pattern)) return line;
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No line like '{pattern}' within {atMost}. Output so far:\n{Output}");
        }
    }

    public bool HasExited => process.HasExited;

    public async Task<int> ExitAsync(TimeSpan atMost)
    {
        await process.WaitForExitAsync().WaitAsync(atMost);
        await reading;
        return process.ExitCode;
    }

    /// <summary>SIGKILL: nothing of the program runs any more, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output) output.Add(line);
            lines.Writer.TryWrite(line);
        }
    }

    /// <summary>Below 32768: above, a client that polls a closed port can meet itself.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref lastPort);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
