using System.Diagnostics;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

/// <summary>The clients as npm has them, in a real Node, over a real connection. Installed by <c>npm ci</c> in NodeClients, which tests/run does.</summary>
public sealed class NodeClientTests
{
    /// <summary>Page, identify, 40 views, a trailer, screen, group, alias.</summary>
    private const int Calls = 46;

    [Theory]
    [InlineData("@segment/analytics-node")]
    [InlineData("analytics-node")]
    [InlineData("@rudderstack/rudder-sdk-node")]
    public async Task Every_call_of_an_unmodified_client_is_in_the_profile_and_what_it_resends_changes_nothing(string client)
    {
        var folder = NodeClients.Folder();
        await using var profiling = await Profiling.StartAsync();
        await using var door = await ForgetfulDoor.StartAsync(profiling.App.Address);

        var sent = await NodeClients.SendAsync(folder, client, door.Address, profiling.Client.DefaultRequestHeaders.Authorization!.Parameter!);
        await profiling.SettledAsync();

        Assert.Equal((Calls, ""), (sent.Calls, string.Join('\n', sent.Failed)));
        // Each request was answered 503 once, after the service had taken it: the client itself has sent all of it twice.
        Assert.True(door.Requests >= 4 && door.Requests == 2 * door.Batches, $"{door.Requests} requests with {door.Batches} batches");
        Assert.Equal(client.StartsWith("@rudderstack", StringComparison.Ordinal) ? ["application/x-www-form-urlencoded gzip"] : ["application/json "], door.Labels);
        Assert.Equal(Calls, await profiling.CountAsync("SELECT count(*) FROM seen_messages"));
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM viewers"));

        var profile = (await profiling.ProfileAsync(ViewerId.User($"user of {client}")))!;
        Assert.Equal(40, profile.Events["Title Watched"].CountSince(int.MinValue, "thriller"));
        Assert.Equal((1, 1, 1), (Count("Trailer Played"), Count("page"), Count("screen")));
        Assert.Equal(41, profile.Genres["thriller"].Value + profile.Genres["comedy"].Value, 1);
        Assert.Equal(("premium", 3, "Wien"), (profile.Traits["plan"].Text, profile.Traits["seats"].Number, profile.Traits["address.city"].Text));
        Assert.Equal(("household-7", "Müller & Söhne"), (profile.Traits["group.id"].Text, profile.Traits["group.name"].Text));
        Assert.Contains(ViewerId.Anonymous($"device of {client}"), profile.Ids);
        Assert.Contains(ViewerId.Anonymous($"old id of {client}"), profile.Ids);
        Assert.Equal(("tv", "AT", "de"), (profile.Device!.Value.Value, profile.Country!.Value.Value, profile.Language!.Value.Value));
        Assert.True(profile.Consent[4].Allowed);
        // The clock here is a day or more away from the machine's: sentAt tells how far.
        Assert.InRange(profile.LastSeen, TestApp.DefaultNow.AddMinutes(-1), TestApp.DefaultNow);
        Assert.InRange(profile.LastSeen - profile.FirstSeen, TimeSpan.FromSeconds(38), TimeSpan.FromMinutes(2));

        int Count(string kind) => profile.Events[kind].CountSince(int.MinValue, null);
    }
}

internal sealed record NodeSent(int Calls, IReadOnlyList<string> Failed);

internal static class NodeClients
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Skips, or fails where nothing may be skipped, when Node or the packages are not there.</summary>
    public static string Folder()
    {
        var folder = Path.Combine(PublicData.Repository, "tests", "AudienceProfiling.Tests", "NodeClients");
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, "node")));
        if (node && File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))) return folder;
        Missing.Skip(node ? "no npm clients: run npm ci in tests/AudienceProfiling.Tests/NodeClients" : "no Node.js");
        return "";
    }

    public static async Task<NodeSent> SendAsync(string folder, string client, Uri address, string writeKey)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "send.mjs"), client, address.GetLeftPart(UriPartial.Authority)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WRITE_KEY"] = writeKey;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<NodeSent>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], Json)! : throw new InvalidOperationException($"{client}: {await errors}{output}");
    }
}
