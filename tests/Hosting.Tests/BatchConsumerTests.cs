using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests;

public sealed class BatchConsumerTests
{
    private readonly NotesService service = new() { InBatches = true };

    [Fact]
    public async Task What_waits_is_consumed_in_few_transactions_and_in_its_order()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        await LeaveAsync(app, [.. Enumerable.Range(0, 40).Select(i => $"n{i}")]);
        await app.RestartAsync();
        await TestApp.EventuallyAsync(async () => await DurableBusTests.CountAsync(app, "outbox") == 0, "consumed and gone");
        Assert.All(await TextsAsync(app), text => Assert.EndsWith("!", text, StringComparison.Ordinal));
        // The first may be taken while the others are still being read.
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"n{i}"), service.Batches.SelectMany(batch => batch));
        Assert.InRange(service.Batches.Count, 1, 20);
    }

    [Fact]
    public async Task One_that_cannot_be_taken_keeps_none_of_the_others_back()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        await LeaveAsync(app, "a", "poison", "b");
        await app.RestartAsync();
        await TestApp.EventuallyAsync(async () => await DurableBusTests.CountAsync(app, "outbox") == 0 && await DurableBusTests.CountAsync(app, "message_errors") == 1, "two consumed, one kept");
        Assert.Equal(["a!", "b!", "poison"], (await TextsAsync(app)).Order());
    }

    [Fact]
    public async Task Nothing_is_consumed_twice_over_restarts()
    {
        await using var app = await TestApp.StartAsync(service.Doors);
        for (var i = 0; i < 5; i++)
        {
            await LeaveAsync(app, $"left {i}");
            await app.RestartAsync();
        }

        await TestApp.EventuallyAsync(async () => await DurableBusTests.CountAsync(app, "outbox") == 0, "consumed and gone");
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"left {i}!"), (await TextsAsync(app)).Order());
    }

    /// <summary>Committed without ringing the dispatcher: as if the process had died between commit and send.</summary>
    private static async Task LeaveAsync(TestApp app, params string[] texts)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<NotesDb>(), app.Clock.GetUtcNow());
        foreach (var text in texts)
        {
            var note = new Note { Id = Ids.New(now), AccountId = "acc_a", Text = text, At = now };
            db.Notes.Add(note);
            db.Publish(new CampaignPaused { AccountId = "acc_a", CampaignId = note.Id, CampaignVersion = 1, PausedAt = now }, now);
            await db.SaveChangesAsync();
        }
    }

    private static async Task<List<string>> TextsAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesDb>().Notes.Select(note => note.Text).ToListAsync();
    }
}
