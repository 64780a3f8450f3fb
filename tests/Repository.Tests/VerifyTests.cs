using System.Diagnostics;
using System.Text.Json;

namespace AdPlatform.Repository.Tests;

/// <summary>tests/Verify as anyone would run it: in a process of its own.</summary>
public sealed class VerifyTests
{
    private static readonly string Sample = Path.Combine(Repository.Root, "deploy/Standalone/Sample/brief.json");

    [Fact]
    public async Task A_brief_becomes_one_line_with_cited_facts_and_a_plan()
    {
        var (code, output, errors) = await RunAsync("brief", Sample);
        Assert.True(code == 0, errors);
        var found = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal("ready", found.GetProperty("outcome").GetString());
        Assert.Equal("the demo's sample", found.GetProperty("used").GetProperty("audience").GetProperty("source").GetString());

        var creatives = found.GetProperty("creatives");
        var facts = creatives.GetProperty("facts");
        var phrases = creatives.GetProperty("items").EnumerateArray().SelectMany(item => item.GetProperty("phrases").EnumerateArray()).ToArray();
        Assert.NotEmpty(phrases);
        Assert.All(phrases.SelectMany(phrase => phrase.GetProperty("facts").EnumerateArray()), cited => Assert.True(facts.TryGetProperty(cited.GetString()!, out _)));
        // Only labels claim nothing.
        Assert.All(phrases.Where(phrase => phrase.GetProperty("facts").GetArrayLength() == 0), phrase => Assert.Contains(phrase.GetProperty("role").GetString(), new[] { "cta", "disclosure" }));
        Assert.InRange(found.GetProperty("plan").GetProperty("certificate").GetProperty("gap").GetDouble(), 0, 0.01);
    }

    [Fact]
    public async Task A_bad_brief_is_its_field_errors()
    {
        var folder = Directory.CreateTempSubdirectory("adplatform-verify-");
        try
        {
            var (file, viewers) = (Path.Combine(folder.FullName, "brief.json"), Path.Combine(folder.FullName, "viewers.jsonl"));
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(Sample)).Replace("\"amount\": \"6000.00\"", "\"amount\": \"-1.00\"", StringComparison.Ordinal));
            // A brief that is refused meets no audience.
            await File.WriteAllTextAsync(viewers, """{"type": "track", "messageId": "m1", "userId": "u1", "event": "Title Watched"}""");
            var (code, output, errors) = await RunAsync("brief", file, "--audience", viewers);
            Assert.True(code == 0, errors);
            var found = JsonDocument.Parse(output).RootElement;
            Assert.Equal(("refused", 400), (found.GetProperty("outcome").GetString(), found.GetProperty("status").GetInt32()));
            Assert.NotEqual(0, found.GetProperty("errors").GetProperty("budget.amount").GetArrayLength());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("unheard-of", "file")]
    [InlineData("brief")]
    [InlineData("brief", "no-such-file.json")]
    [InlineData("brief", "AdPlatform.Verify.dll", "--now", "yesterday")]
    [InlineData("brief", "AdPlatform.Verify.dll", "--inventory", "no-such-file.csv")]
    public async Task Wrong_usage_is_told_on_stderr_with_exit_code_2(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Usage:", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "AdPlatform.Verify.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
