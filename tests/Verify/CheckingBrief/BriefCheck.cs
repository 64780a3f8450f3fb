using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.SubmittingCampaign;

namespace AdPlatform.Verify.CheckingBrief;

/// <summary><c>brief FILE</c>: the file as the body of <c>POST /v1/campaigns</c>, and what the platform makes of it.</summary>
internal static class BriefCheck
{
    public static Check Create()
    {
        var world = new BriefWorldOptions();
        var now = new Option<string>("--now")
        {
            Description = "The moment, ISO 8601, at which the brief is submitted, for flights that are over by now. Default: now. Dates written today, today+27 count from it.",
        };
        now.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !Moment(text, out _)) result.AddError($"--now: '{text}' is no ISO 8601 time.");
        });
        return new Check(
            "brief", "A brief as for POST /v1/campaigns: creatives with the facts that each phrase cites, what the gate rejected and why, the plan's summary.",
            [.. world.All, now],
            (run, cancellationToken) =>
                RunAsync(run.File, world.Read(run.Arguments), run.Arguments.GetValue(now) is { } text && Moment(text, out var at) ? new ShiftedClock(run.Clock, at) : run.Clock, cancellationToken));
    }

    private static async Task<object> RunAsync(FileInfo file, BriefWorld world, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var brief = await BodyAsync(file, clock, cancellationToken);
        await using var platform = await PlatformRun.StartAsync(clock, cancellationToken);
        using var advertiser = await platform.OpenAdvertiserAsync(cancellationToken);
        var used = await world.LoadAsync(platform.Publisher, clock, cancellationToken);
        JsonElement submitted;
        try
        {
            submitted = await advertiser.PostAsync("/v1/campaigns", brief, "verify-brief", repeatable: true, cancellationToken);
        }
        catch (RefusedException refusal) when (!refusal.Problem.IsOurs)
        {
            return new { what = "brief", file = file.Name, outcome = "refused", refusal.Problem.Status, refusal.Problem.Title, refusal.Problem.Detail, refusal.Problem.Errors, used, seconds = Seconds() };
        }

        var id = submitted.GetProperty("id").GetString()!;
        var progress = new List<string>();
        void Note(ProgressLine line)
        {
            if ($"{line.Stage}: {line.Message}" is var text && progress.LastOrDefault() != text) progress.Add(text);
        }

        var outcome = await FollowingProgress.ToTheEndAsync(advertiser, id, Note, clock, cancellationToken);
        return new
        {
            what = "brief",
            file = file.Name,
            outcome,
            seconds = Seconds(),
            used,
            campaign = await advertiser.GetAsync($"/v1/campaigns/{id}", cancellationToken),
            progress,
            creatives = await WrittenCreatives.ReadAsync(advertiser, id, cancellationToken),
            plan = await BuiltPlan.ReadAsync(advertiser, id, cancellationToken),
        };

        double Seconds() => Math.Round(clock.GetElapsedTime(started).TotalSeconds, 2);
    }

    /// <summary>Relative dates become dates; a file that is no JSON goes to the door as it is, whose answer is what is asked for.</summary>
    private static async Task<ByteArrayContent> BodyAsync(FileInfo file, TimeProvider clock, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        try
        {
            bytes = JsonSerializer.SerializeToUtf8Bytes(BriefFile.Read(System.Text.Encoding.UTF8.GetString(bytes), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), PlatformClient.Json);
        }
        catch (JsonException)
        {
        }

        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return body;
    }

    private static bool Moment(string text, out DateTimeOffset at) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
}
