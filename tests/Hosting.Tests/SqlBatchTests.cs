using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests;

public sealed class SqlBatchTests
{
    private const string Insert = "INSERT INTO notes (id, account_id, text, at) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT (id) DO NOTHING";

    private static readonly DateTimeOffset At = TestApp.DefaultNow.AddMicroseconds(7);

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Statements_and_questions_travel_in_their_order(StorageProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotesDb>();
        await db.BeginWriteAsync(CancellationToken.None);
        using var batch = new SqlBatch(db);
        var ids = Enumerable.Range(0, 50).Select(_ => Ids.New(At)).ToList();

        var all = Task.WhenAll(ids.Append(ids[0]).Select(WriteAsync).ToList());
        await batch.CompleteAsync(all, CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);

        var seen = await all;
        Assert.Equal([.. Enumerable.Repeat("1 seen", 50), "0 seen"], seen);
        Assert.Equal(50, await db.Notes.CountAsync(note => note.Text == "changed" && note.At == At));

        // Three awaits, each of which needs the answer before it.
        async Task<string> WriteAsync(Guid id)
        {
            var written = await batch.ExecuteAsync(Insert, id, "acc_a", "new", At);
            await batch.ExecuteAsync("UPDATE notes SET text = @p0 WHERE id = @p1", "changed", id);
            var read = await batch.QueryAsync("SELECT id, at FROM notes WHERE id = @p0", row => (row.Id(0), row.At(1)), id);
            return read is [var row] && row == (id, At) ? $"{written} seen" : "lost";
        }
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_statement_that_fails_fails_the_batch_and_leaves_nothing(StorageProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<NotesDb>();
            await db.BeginWriteAsync(CancellationToken.None);
            using var batch = new SqlBatch(db);
            var cause = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await batch.CompleteAsync(
                Task.WhenAll(batch.ExecuteAsync(Insert, Ids.New(At), "acc_a", "good", At), batch.ExecuteAsync(Insert, Ids.New(At), "acc_a", null, At)), CancellationToken.None));
            Assert.False(StoreFaults.IsAway(cause));
        }

        await using var after = app.Services.CreateAsyncScope();
        Assert.Empty(await after.ServiceProvider.GetRequiredService<NotesDb>().QueryAsync("SELECT text FROM notes", row => row.GetString(0), CancellationToken.None));
    }

    private static async Task<TestApp> StartAsync(StorageProvider provider) => await TestApp.StartAsync(await TestServers.StoreAsync(provider), new NotesService().Doors);
}
