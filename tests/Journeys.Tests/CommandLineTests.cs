using AdPlatform.Cli;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Journeys.Tests;

public sealed class CommandLineTests
{
    /// <summary>Port 1 of the loopback: nothing listens there.</summary>
    private const string Nowhere = "http://127.0.0.1:1";

    [Fact]
    public async Task A_platform_that_does_not_answer_is_exit_code_4() =>
        Assert.Equal(ExitCodes.Unreachable, await CommandLine.RunAsync(["doctor", "--url", Nowhere], RealClock.Instance));

    [Theory]
    [InlineData("campaigns", "submit", "no-such-file.json", "--key", "adp_x")]
    [InlineData("campaigns", "show")]
    [InlineData("events", "import", ".", "--format", "unheard-of", "--key", "adp_x")]
    [InlineData("campaigns", "show", "cmp_1", "--url", "not an address", "--key", "adp_x")]
    [InlineData("segments", "preview", "no-such-file.json", "--key", "adp_x")]
    [InlineData("sing")]
    public async Task What_the_user_got_wrong_is_exit_code_2(params string[] arguments) => Assert.Equal(ExitCodes.Usage, await CommandLine.RunAsync(arguments, RealClock.Instance));

    [Fact]
    public void Dates_of_a_brief_may_be_relative_to_today()
    {
        var brief = BriefFile.Read("""{"flight": {"start": "today", "end": "today+27"}, "name": "today is the day", "days": ["today-1"]}""", new DateOnly(2026, 11, 22));
        Assert.Equal("""{"flight":{"start":"2026-11-22","end":"2026-12-19"},"name":"today is the day","days":["2026-11-21"]}""", brief.ToJsonString());
    }

    [Fact]
    public async Task A_line_that_is_no_event_is_refused_by_its_number_and_the_others_get_ids_that_stay_the_same()
    {
        await using var folder = new OwnFolder("journey");
        await File.WriteAllTextAsync(folder.File("events.jsonl"), "{\"type\":\"track\",\"userId\":\"a\",\"event\":\"x\"}\n\n[1]\n{broken\n{\"type\":\"page\",\"userId\":\"b\",\"messageId\":\"mine\"}\n");
        var first = await SegmentJsonLines.ReadAsync(new FileInfo(folder.File("events.jsonl"))).ToArrayAsync();
        var second = await SegmentJsonLines.ReadAsync(new FileInfo(folder.File("events.jsonl"))).ToArrayAsync();
        Assert.Equal([1, 3, 4, 5], first.Select(e => e.Line));
        Assert.Equal([true, false, false, true], first.Select(e => e.Refusal is null));
        Assert.Equal("mine", (string?)first[3].Event!["messageId"]);
        Assert.Equal((string?)first[0].Event!["messageId"], (string?)second[0].Event!["messageId"]);
    }
}
