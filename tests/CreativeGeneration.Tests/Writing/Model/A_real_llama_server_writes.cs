using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Gate;
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
    /// <summary>What the small model was trained on: a product that it has seen, so that some of what it says is true; it takes no more than 40 tokens and knows no other prompt.</summary>
    private const string Template = "product={kind}; feature={argument}; audience=commuters; offer={discount} off; tone=plain =>";

    private static readonly CampaignBrief Bike = Samples.Tea() with
    {
        Product = new(English("Nordlys"), English("electric bikes")),
        Facts =
        [
            new() { Id = "range", Kind = FactKind.Feature, Text = English("a 90 km range") }, new() { Id = "brakes", Kind = FactKind.Feature, Text = English("hydraulic brakes") },
            new() { Id = "price", Kind = FactKind.Benefit, Text = English("a clear price") }, new() { Id = "returns", Kind = FactKind.Ease, Text = English("easy returns") },
            new() { Id = "built", Kind = FactKind.Identity, Text = English("built for commuters") },
        ],
        Locales = ["en"],
        Formats = [FormatIds.Native],
    };

    [Fact]
    public async Task What_the_facts_carry_comes_in_and_its_inventions_are_dropped_with_their_reasons()
    {
        var folder = Environment.GetEnvironmentVariable("ADPLATFORM_LLM_SERVER");
        Assert.SkipWhen(folder is null, "ADPLATFORM_LLM_SERVER is not set: the model path is not tried against a real llama.cpp server.");
        var cancellation = TestContext.Current.CancellationToken;
        using var server = await StartAsync(folder!, cancellation);
        try
        {
            var known = await WriteAsync(server.Port, Bike, cancellation);
            Assert.True(known.Came.Count > 0, "nothing of what the model wrote about a product that it knows came in");
            Assert.All(known.Came, p => Assert.NotEmpty(p.Facts));
            var unknown = await WriteAsync(server.Port, Samples.Tea() with { Locales = ["en"], Formats = [FormatIds.Native] }, cancellation);
            foreach (var written in new[] { known, unknown }) Assert.Contains(written.Dropped, r => r.Violation.Code.StartsWith("unsupported", StringComparison.Ordinal));
        }
        finally
        {
            server.Process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<(IReadOnlyList<Phrase> Came, IReadOnlyList<Rejection> Dropped)> WriteAsync(int port, CampaignBrief brief, CancellationToken cancellation)
    {
        var options = new ModelOptions { Endpoint = new Uri($"http://127.0.0.1:{port}/v1"), Model = "local", Timeout = TimeSpan.FromMinutes(2), CampaignTimeout = TimeSpan.FromMinutes(8), Concurrency = 1, TokensPerAnswer = 55, Retries = 0, Template = Template };
#pragma warning disable RS0030 // A real server answers in real time.
        var clock = TimeProvider.System;
#pragma warning restore RS0030
        using var writer = new ModelWriter(Options.Create(options), clock);
        var (studio, fault) = Studio.Open(Samples.Command(brief), new CreativeGenerationOptions(), [new GroundedWriter(), writer]);
        Assert.Null(fault);
        var session = new WritingSession(clock.GetTimestamp());
        foreach (var cell in studio!.Cells) await studio.WriteAsync(cell, session, cancellation);
        foreach (var cell in studio.Cells) Assert.Null(studio.Compose(cell));
        IReadOnlyList<Phrase> came = [.. studio.Cells.SelectMany(c => c.Pools).SelectMany(p => p.Headlines.Concat(p.Bodies)).Where(p => p.Rule == "model").DistinctBy(p => p.Text)];
        IReadOnlyList<Rejection> dropped = [.. studio.Rejections.First.Where(r => r.Writer.StartsWith("model ", StringComparison.Ordinal) && r.Text.Length > 0)];
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{brief.Product.Kind["en"]}: {came.Count} different texts came in, {studio.Drafts.Count(d => d.Writer == "model")} of {studio.Drafts.Count} creatives have one; {dropped.Select(r => r.Text).Distinct().Count()} were dropped");
        foreach (var p in came.Take(8)) output.WriteLine($"  came in: \"{p.Text}\" citing {string.Join(", ", p.Facts)}");
        foreach (var r in dropped.DistinctBy(r => r.Violation.Code).Take(8)) output.WriteLine($"  dropped: \"{r.Text}\" {r.Violation.Code}: {r.Violation.Detail}");
        output.WriteLine("  " + string.Join(", ", studio.Rejections.Counts.Select(c => $"{c.Key} {c.Value}")));
        Assert.Equal(9, studio.Drafts.Count);
        Assert.InRange(session.Spent, 1, options.TokensPerCampaign);
        return (came, dropped);
    }

    private static Dictionary<string, string> English(string text) => new() { ["en"] = text };

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
