using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Testing.Services;

/// <summary>One of our programs in a process of its own, on a free loopback port, with what it has written so far.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> output = [];
    private readonly Task reading;

    private ServiceProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        _ = reading.ContinueWith(_ => lines.Writer.TryComplete(), TaskScheduler.Default);
    }

    public Uri Address { get; }

    public bool HasExited => process.HasExited;

    /// <summary>That it has used so far, in user and system mode.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Standard output and errors in the order in which they came.</summary>
    public string Output
    {
        get
        {
            lock (output) return string.Join('\n', output);
        }
    }

    /// <param name="program">Name of the assembly; its build output lies beside the test's.</param>
    /// <param name="folder">Where it works; when this process is killed, it is too, if the folder is an <see cref="OwnFolder"/>.</param>
    public static ServiceProcess Start(string program, string folder, int port, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("setsid", ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ServiceProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
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

    /// <summary>Until <c>/readyz</c> says 200.</summary>
    public async Task ReadyAsync(TimeSpan atMost)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        using var limit = new CancellationTokenSource(atMost);
        for (var last = "no answer"; ; await Task.Delay(50))
        {
            if (HasExited) throw new InvalidOperationException($"It ended before it was ready:\n{Output}");
            if (limit.IsCancellationRequested) throw new TimeoutException($"Not ready within {atMost}: {last}\n{Output}");
            try
            {
                using var answer = await http.GetAsync("/readyz", limit.Token);
                if (answer.IsSuccessStatusCode) return;
                last = await answer.Content.ReadAsStringAsync(limit.Token);
            }
            catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
            {
                last = away.Message;
            }
        }
    }

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
    public void Terminate() => ProcessesIn.Signal(process.Id, ProcessesIn.Terminate);

    /// <summary>SIGSTOP: its connections stay open and nothing answers.</summary>
    public void Freeze() => ProcessesIn.Signal(process.Id, ProcessesIn.Stop);

    public void Thaw() => ProcessesIn.Signal(process.Id, ProcessesIn.Continue);

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
}
