using System.Net;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests.ErasingProfile;

public sealed class ErasingProfileTests
{
    [Fact]
    public async Task An_erased_viewer_is_gone_from_every_store_and_late_events_do_not_bring_them_back()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(
            new { type = "identify", userId = "marker-u1", anonymousId = "marker-a1" },
            new { type = "track", userId = "marker-u1", @event = "A", properties = new { title_id = "unknown" } },
            new { type = "track", userId = "someone else", @event = "A" });
        await profiling.SettledAsync();

        var number = await profiling.CountAsync("SELECT viewer_no FROM viewer_ids WHERE id = 'marker-u1'");
        var version = await profiling.CountAsync($"SELECT version FROM viewers WHERE viewer_no = {number}");

        using var answer = await profiling.Client.DeleteAsync("/v1/profiles/anonymous/marker-a1");
        var stores = (await Profiling.JsonAsync(answer)).GetProperty("stores").EnumerateArray().ToDictionary(s => s.GetProperty("store").GetString()!, s => s.GetProperty("found"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, stores["profiling: viewers"].GetInt32());
        Assert.Equal(2, stores["profiling: viewer_ids"].GetInt32());
        Assert.Equal(1, stores["profiling: unknown_title_events"].GetInt32());
        Assert.Equal(2, stores["profiles-in-process"].GetInt32());
        var erased = await profiling.App.WaitForAsync<ProfileErased>();
        Assert.Equal(2, erased.ViewerHashes.Count);
        Assert.Null(await profiling.CachedAsync(ViewerId.User("marker-u1")));
        Assert.Null(profiling.App.Services.GetRequiredService<ViewerCache>().Take(number, version));
        Assert.Equal(HttpStatusCode.NotFound, (await profiling.Client.GetAsync("/v1/profiles?userId=marker-u1")).StatusCode);

        profiling.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await profiling.SendAsync(new { type = "track", userId = "marker-u1", @event = "late", timestamp = profiling.App.Clock.GetUtcNow().AddMinutes(-2) });
        await profiling.SettledAsync();
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("marker-u1")));
        foreach (var table in new[] { "viewers", "viewer_ids", "unknown_title_events", "erasures", "outbox", "message_errors", "seen_messages" })
            Assert.Equal(0, await profiling.CountAsync($"SELECT count(*) FROM {table} AS t WHERE {Text(profiling, table)} LIKE '%marker-%'"));

        await profiling.SendAsync(new { type = "track", userId = "marker-u1", @event = "anew", timestamp = profiling.App.Clock.GetUtcNow() });
        await profiling.SettledAsync();
        Assert.Equal(["anew"], (await profiling.ProfileAsync(ViewerId.User("marker-u1")))!.Events.Keys);
        Assert.NotNull(await profiling.CachedAsync(ViewerId.User("marker-u1")));
    }

    [Fact]
    public async Task A_receipt_is_complete_when_the_queues_are_swept_and_delivery_has_answered() => await CompleteAsync(await Profiling.StartAsync());

    [Fact]
    public async Task A_receipt_is_complete_when_every_partition_of_the_broker_is_swept() => await CompleteAsync(await Profiling.StartAsync(
        ("AdPlatform:Postgres", await TestServers.PostgresDatabaseAsync()), ("AdPlatform:RabbitMq", await TestServers.RabbitVirtualHostAsync()), ("AdPlatform:Redis", await TestServers.RedisDatabaseAsync())));

    private static async Task CompleteAsync(Profiling started)
    {
        await using var profiling = started;
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "A" });
        await TestApp.EventuallyAsync(async () => await profiling.ProfileAsync(ViewerId.User("u1")) is not null, "the profile");

        using var answer = await profiling.Client.DeleteAsync("/v1/profiles/user/u1");
        var receipt = await Profiling.JsonAsync(answer);
        Assert.False(receipt.GetProperty("complete").GetBoolean());
        Assert.Equal($"/v1/erasures/{receipt.GetProperty("id").GetString()}", answer.Headers.Location?.ToString());
        Assert.True(Ids.TryParse("ers", receipt.GetProperty("id").GetString(), out var erasureId));
        await profiling.App.PublishAsync(new ViewerDropped
        {
            AccountId = Profiling.Publisher, ErasureId = erasureId, Stores = [new("delivery: events", 3, 0, "kept without the viewer")], DroppedAt = profiling.App.Clock.GetUtcNow(),
        });

        JsonElement told = default;
        await TestApp.EventuallyAsync(async () => (told = await Profiling.JsonAsync(await profiling.Client.GetAsync(answer.Headers.Location))).GetProperty("complete").GetBoolean(), "the receipt is complete");
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.All(told.GetProperty("stores").EnumerateArray(), store => Assert.False(store.GetProperty("pending").GetBoolean()));
        Assert.Contains(told.GetProperty("stores").EnumerateArray(), store => store.GetProperty("store").GetString() == "delivery: events" && store.GetProperty("found").GetInt32() == 3);
        Assert.Equal(HttpStatusCode.NotFound, (await profiling.App.Client(AccountKind.Publisher, "acc_q").GetAsync(answer.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task Erasures_are_done_again_after_a_restore_from_a_backup()
    {
        await using var profiling = await Profiling.StartAsync();
        object Event(string user) => new { type = "track", userId = user, @event = "A", timestamp = profiling.App.Clock.GetUtcNow().AddHours(-1) };
        await profiling.SendAsync(Event("u1"), Event("u2"));
        await profiling.SettledAsync();
        Assert.Equal(HttpStatusCode.OK, (await profiling.Client.DeleteAsync("/v1/profiles/user/u1")).StatusCode);
        await profiling.App.WaitForAsync<ProfileErased>();
        // As the database was before the erasure, which the backup does not know.
        await profiling.RunAsync("DELETE FROM erasures");
        await profiling.SendAsync(new { type = "track", messageId = "restored", userId = "u1", @event = "A", timestamp = profiling.App.Clock.GetUtcNow().AddHours(-1) });
        await profiling.SettledAsync();
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.User("u1")));

        await profiling.RestartAsync();

        Assert.Null(await profiling.ProfileAsync(ViewerId.User("u1")));
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.User("u2")));
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM erasures"));
        await profiling.App.WaitForAsync<ProfileErased>();
        // Late events stay out as before, and the next start finds nothing to do.
        await profiling.SendAsync(new { type = "track", messageId = "late", userId = "u1", @event = "A", timestamp = profiling.App.Clock.GetUtcNow().AddHours(-1) });
        await profiling.SettledAsync();
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("u1")));
    }

    [Fact]
    public async Task Of_the_erased_nothing_stays_in_a_message_that_failed_later()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.Client.DeleteAsync("/v1/profiles/user/u1");
        var at = profiling.App.Clock.GetUtcNow().AddHours(-1).ToString("O");
        await profiling.RunAsync($$"""
            INSERT INTO message_errors (message_id, consumer, message_type, account_id, body, reason, detail, failed_at)
            VALUES ('0199a000-0000-7000-8000-000000000001', 'profiling-profile-events-accepted', 'AdPlatform.Contracts.AudienceProfiling.V1.ProfileEventsAccepted', '{{Profiling.Publisher}}',
                '{"accountId":"{{Profiling.Publisher}}","events":[{"messageId":"a","type":"track","userId":"u1","timestamp":"{{at}}","receivedAt":"{{at}}"},{"messageId":"b","type":"track","userId":"u2","timestamp":"{{at}}","receivedAt":"{{at}}"}]}',
                'planted', 'names u1', {{UnixMicroseconds.From(profiling.App.Clock.GetUtcNow())}})
            """);
        await profiling.Client.DeleteAsync("/v1/profiles/user/u3");
        await TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM message_errors WHERE body LIKE '%\"u1\"%' OR detail LIKE '%u1%'") == 0, "the erased viewer is gone from it");
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM message_errors WHERE body LIKE '%\"u2\"%'"));
    }

    [Fact]
    public async Task An_export_holds_everything_and_only_the_publisher_gets_it()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(
            new { type = "identify", userId = "u1", traits = new { plan = "basic" } },
            new { type = "track", userId = "u1", @event = "A", properties = new { title_id = "unknown" } });
        await profiling.SettledAsync();

        var export = await Profiling.JsonAsync(await profiling.Client.GetAsync("/v1/profiles/user/u1/export"));
        Assert.Equal("basic", export.GetProperty("profile").GetProperty("traits").GetProperty("plan").GetProperty("text").GetString());
        Assert.Equal("unknown", export.GetProperty("eventsOfUnknownTitles")[0].GetProperty("titleId").GetString());
        Assert.Equal(1, export.GetProperty("hashes").GetArrayLength());

        Assert.Equal(HttpStatusCode.NotFound, (await profiling.App.Client(AccountKind.Publisher, "acc_q").GetAsync("/v1/profiles/user/u1/export")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await profiling.Advertiser().GetAsync("/v1/profiles/user/u1/export")).StatusCode);
    }

    /// <summary>All that a row says, as one text.</summary>
    private static string Text(Profiling profiling, string table) => (table, profiling.IsOnPostgres) switch
    {
        ("viewers", false) => "CAST(document AS TEXT)",
        ("viewers", true) => "encode(document, 'escape')",
        ("viewer_ids", _) => "kind || id || hash",
        ("unknown_title_events", _) => "title_id || kind",
        ("erasures", _) => "hash",
        ("seen_messages", false) => "hex(digest) || CAST(digest AS TEXT)",
        ("seen_messages", true) => "encode(digest, 'hex') || encode(digest, 'escape')",
        _ => "body",
    };
}
