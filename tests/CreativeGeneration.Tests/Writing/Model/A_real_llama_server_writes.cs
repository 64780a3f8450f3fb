using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.Model;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.Tests.Writing.Model;

/// <summary>
/// llama.cpp behind an OpenAI-compatible endpoint, with schema-constrained output, over the OpenAI SDK. ADPLATFORM_LLM_SERVER names a folder with serve.mjs and a .gguf model, and with
/// node-llama-cpp installed in it or beside it; ADPLATFORM_LLM_MODULES the folder whose node_modules has it, where that is another one.
/// </summary>
public sealed class A_real_llama_server_writes
{
    [Fact]
    public async Task And_its_inventions_are_dropped_with_their_reasons()
    {
        var folder = Environment.GetEnvironmentVariable("ADPLATFORM_LLM_SERVER");
        Assert.SkipWhen(folder is null, "ADPLATFORM_LLM_SERVER is not set: the model path is not tried against a real llama.cpp server.");
        var cancellation = TestContext.Current.CancellationToken;
        using var server = await StartAsync(folder!, cancellation);
        try
        {
            var options = new ModelOptions { Endpoint = new Uri($"http://127.0.0.1:{server.Port}/v1"), Model = "local", Timeout = TimeSpan.FromMinutes(2), CampaignTimeout = TimeSpan.FromMinutes(8), Concurrency = 1, TokensPerAnswer = 190, BoundedSchema = true, Retries = 0 };
#pragma warning disable RS0030 // A real server answers in real time.
            var clock = TimeProvider.System;
#pragma warning restore RS0030
            using var writer = new ModelWriter(Options.Create(options), clock);
            var brief = Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Native] };
            var (studio, fault) = Studio.Open(Samples.Command(brief), new CreativeGenerationOptions(), [new GroundedWriter(), writer]);
            Assert.Null(fault);
            var session = new WritingSession(clock.GetTimestamp());
            foreach (var cell in studio!.Cells) await studio.WriteAsync(cell, session, cancellation);
            foreach (var cell in studio.Cells) Assert.Null(studio.Compose(cell));
            var came = studio.Cells.SelectMany(c => c.Pools).SelectMany(p => p.Headlines.Concat(p.Bodies)).Count(p => p.Rule == "model");
            var dropped = studio.Rejections.First.Where(r => r.Writer.StartsWith("model ", StringComparison.Ordinal) && r.Text.Length > 0).ToList();
            TestContext.Current.TestOutputHelper?.WriteLine($"{came} candidates came in; {dropped.Count} reasons to drop others, such as:");
            foreach (var r in dropped.DistinctBy(r => r.Violation.Code).Take(8)) TestContext.Current.TestOutputHelper?.WriteLine($"  \"{r.Text}\" {r.Violation.Code}: {r.Violation.Detail}");
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", studio.Rejections.Counts.Select(c => $"{c.Key} {c.Value}")));
            Assert.True(came + dropped.Count > 0, string.Join(", ", studio.Rejections.Counts.Select(c => $"{c.Key} {c.Value}")));
            Assert.Contains(dropped, r => r.Violation.Code.StartsWith("unsupported", StringComparison.Ordinal));
            Assert.Equal(9, studio.Drafts.Count);
            Assert.InRange(session.Spent, 1, options.TokensPerCampaign);
        }
        finally
        {
            server.Process.Kill(entireProcessTree: true);
        }
    }

    private sealed record Server(Process Process, int Port) : IDisposable
    {
        public void Dispose() => Process.Dispose();
    }

    private static async Task<Server> StartAsync(string folder, CancellationToken cancellation)
    {
        var modules = Environment.GetEnvironmentVariable("ADPLATFORM_LLM_MODULES") ?? folder;
        // Modules are looked for beside the script: it is copied to where they are.
        var script = Path.Combine(modules, "adplatform-serve.mjs");
        if (modules != folder) File.Copy(Path.Combine(folder, "serve.mjs"), script, overwrite: true); else script = Path.Combine(folder, "serve.mjs");
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, WorkingDirectory = modules, ArgumentList = { script, Directory.GetFiles(folder, "*.gguf")[0], port.ToString(System.Globalization.CultureInfo.InvariantCulture) } };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            if (line.StartsWith("listening", StringComparison.Ordinal)) return new(process, port);
        throw new InvalidOperationException("The model server did not start.");
    }
}
