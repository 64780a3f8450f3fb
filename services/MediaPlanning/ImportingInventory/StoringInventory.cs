using System.Data.Common;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.MediaPlanning.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>New or different rows; what is already there as it is counts as unchanged.</summary>
internal sealed record StoredInventory(int Titles, int Lines, int Weeks);

/// <summary>One transaction for one request: all of it or nothing. Importing the same again changes, and announces, nothing.</summary>
internal static class StoringInventory
{
    /// <summary>Titles in one message: about 200 bytes each, so well below 1 MiB.</summary>
    private const int TitlesPerMessage = 2000;

    public static async Task<StoredInventory> StoreAsync(PlanningDb db, string publisherId, InventoryBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.BeginWriteAsync(cancellationToken);
        var changed = await TitlesAsync(db, batch, cancellationToken);
        var lines = await LinesAsync(db, batch, cancellationToken);
        var weeks = await WeeksAsync(db, batch, cancellationToken);
        foreach (var chunk in changed.Chunk(TitlesPerMessage))
        {
            db.Publish(new TitleCatalogued
            {
                AccountId = publisherId,
                Titles = [.. chunk.Select(t => new CataloguedTitle(t.TitleId, t.Name, Title.List(t.Genres), Title.List(t.Categories)))],
            }, now);
        }
        await db.CommitAsync(cancellationToken);
        return new StoredInventory(changed.Count, lines, weeks);
    }

    private static async Task<List<Title>> TitlesAsync(PlanningDb db, InventoryBatch batch, CancellationToken cancellationToken)
    {
        await using var full = Command(db, """
            INSERT INTO titles (publisher_id, title_id, name, genres, categories) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO UPDATE SET name = excluded.name, genres = excluded.genres, categories = excluded.categories
            WHERE name <> excluded.name OR genres <> excluded.genres OR categories <> excluded.categories
            """, 5);
        await using var nameOnly = Command(db, "INSERT INTO titles (publisher_id, title_id, name, genres, categories) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", 5);
        var changed = new List<Title>();
        foreach (var (title, known) in batch.Titles.Values)
            if (await RunAsync(known ? nameOnly : full, cancellationToken, title.PublisherId, title.TitleId, title.Name, title.Genres, title.Categories) > 0) changed.Add(title);
        return changed;
    }

    private static async Task<int> LinesAsync(PlanningDb db, InventoryBatch batch, CancellationToken cancellationToken)
    {
        await using var command = Command(db, """
            INSERT INTO inventory_lines (publisher_id, line_key, title_id, format, geography, daypart, device, rating, cpm_micros, currency, weekly_supply, pool, released, source)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT DO UPDATE SET rating = excluded.rating, cpm_micros = excluded.cpm_micros, currency = excluded.currency,
                weekly_supply = excluded.weekly_supply, pool = excluded.pool, released = excluded.released, source = excluded.source
            WHERE rating IS NOT excluded.rating OR cpm_micros <> excluded.cpm_micros OR currency <> excluded.currency
                OR weekly_supply IS NOT excluded.weekly_supply OR pool IS NOT excluded.pool OR released IS NOT excluded.released OR source <> excluded.source
            """, 14);
        var changed = 0;
        foreach (var line in batch.Lines.Values)
        {
            changed += await RunAsync(
                command, cancellationToken, line.PublisherId, line.LineKey, line.TitleId, line.Format, line.Geography, line.Daypart, line.Device, line.Rating,
                line.CpmMicros, line.Currency, line.WeeklySupply, line.Pool, line.Released?.ToString("yyyy-MM-dd", null), line.Source);
        }
        return changed;
    }

    private static async Task<int> WeeksAsync(PlanningDb db, InventoryBatch batch, CancellationToken cancellationToken)
    {
        await using var command = Command(db, """
            INSERT INTO viewed_weeks (publisher_id, title_id, edition, monday, hours) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO UPDATE SET hours = excluded.hours WHERE hours <> excluded.hours
            """, 5);
        var changed = 0;
        foreach (var week in batch.Weeks.Values)
            changed += await RunAsync(command, cancellationToken, week.PublisherId, week.TitleId, week.Edition, week.Monday.ToString("yyyy-MM-dd", null), week.Hours);
        return changed;
    }

    private static DbCommand Command(PlanningDb db, string sql, int parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = sql;
        for (var k = 1; k <= parameters; k++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"${k}";
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static Task<int> RunAsync(DbCommand command, CancellationToken cancellationToken, params object?[] values)
    {
        for (var k = 0; k < values.Length; k++) command.Parameters[k].Value = values[k] ?? DBNull.Value;
        return command.ExecuteNonQueryAsync(cancellationToken);
    }
}
