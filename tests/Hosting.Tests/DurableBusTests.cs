using System.Net;
using System.Net.Http.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests;

public sealed class DurableBusTests
{
    private readonly NotesService service = new();

    [Fact]
    public async Task A_message_is_consumed_after_the_commit_and_its_outbox_row_goes()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(client, "k1", "hello")).StatusCode);
        await TestApp.EventuallyAsync(async () => await TextAsync(client) == "hello!" && await CountAsync(app, "outbox") == 0, "consumed and gone");
    }

    [Fact]
    public async Task A_consumer_that_fails_is_tried_again_from_a_clean_context()
    {
        service.FailuresLeft = 2;
        await using var app = await TestApp.StartAsync(service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostAsync(client, "k1", "hello");
        await TestApp.EventuallyAsync(async () => await TextAsync(client) == "hello!", "third try");
        Assert.Equal(3, service.Attempts);
    }

    [Fact]
    public async Task A_race_that_is_lost_again_and_again_is_no_failure()
    {
        service.RacesLeft = 30;
        await using var app = await TestApp.StartAsync(service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostAsync(client, "k1", "hello");
        await TestApp.EventuallyAsync(async () => await TextAsync(client) == "hello!", "won at last");
        Assert.Equal((31, 0), (service.Attempts, await CountAsync(app, "message_errors")));
    }

    [Fact]
    public async Task A_poison_message_ends_in_the_error_table_and_leaves_nothing_else()
    {
        service.FailuresLeft = int.MaxValue;
        await using var app = await TestApp.StartAsync(service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostAsync(client, "k1", "hello");
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "message_errors") == 1 && await CountAsync(app, "outbox") == 0, "kept");
        Assert.Equal("hello", await TextAsync(client));
        Assert.Equal(5, service.Attempts);
    }

    [Fact]
    public async Task What_was_not_consumed_before_a_stop_is_consumed_after_the_start()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        // Committed without ringing the dispatcher: as if the process had died between commit and send.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<NotesDb>();
            var note = new Note { Id = Ids.New(app.Clock.GetUtcNow()), AccountId = "acc_a", Text = "left", At = app.Clock.GetUtcNow() };
            db.Notes.Add(note);
            db.Publish(new CampaignPaused { AccountId = "acc_a", CampaignId = note.Id, CampaignVersion = 1, PausedAt = note.At }, note.At);
            await db.SaveChangesAsync();
        }

        await app.RestartAsync();
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await TestApp.EventuallyAsync(async () => await TextAsync(client) == "left!", "replayed at start");
        await app.RestartAsync();
        client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        Assert.Equal("left!", await TextAsync(client));
    }

    [Fact]
    public async Task Inbox_rows_and_idempotency_keys_go_after_seven_days_and_not_before()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostAsync(client, "k1", "hello");
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "inbox") == 1, "consumed");
        var scopes = app.Services.GetRequiredService<IServiceScopeFactory>();
        await Storage.Retention<NotesDb>.SweepAsync(scopes, app.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal((1, 1), (await CountAsync(app, "inbox"), await CountAsync(app, "idempotency_keys")));
        await Storage.Retention<NotesDb>.SweepAsync(scopes, app.Clock.GetUtcNow().AddSeconds(1), CancellationToken.None);
        Assert.Equal((0, 0), (await CountAsync(app, "inbox"), await CountAsync(app, "idempotency_keys")));
    }

    [Fact]
    public async Task The_migrated_schema_is_the_models()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        await using var scope = app.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(scope.ServiceProvider.GetRequiredService<NotesDb>());
    }

    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, string key, string? text, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/notes{query}") { Content = JsonContent.Create(new { text }) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    internal static async Task<string?> TextAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<List<NewNote>>("/v1/notes"))!.SingleOrDefault()?.Text;

    internal static async Task<int> CountAsync(TestApp app, string table)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotesDb>();
#pragma warning disable EF1002 // The table's name is a constant of the test.
        return await db.Database.SqlQueryRaw<int>($"SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM {table}").SingleAsync();
#pragma warning restore EF1002
    }
}
