using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>New or different rows; what is already there as it is counts as unchanged.</summary>
internal sealed record StoredInventory(int Titles, int Lines, int Weeks);

/// <summary>One transaction for one request: all of it or nothing. Importing the same again changes, and announces, nothing.</summary>
internal static class StoringInventory
{
    /// <summary>One round trip's worth: far below a command's time-out.</summary>
    private const int RowsAtOnce = 1000;

    public static async Task<StoredInventory> StoreAsync(PlanningDb db, string publisherId, InventoryBatch rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.BeginWriteAsync(cancellationToken);
        using var batch = new SqlBatch(db);
        var changed = await TitlesAsync(batch, rows, cancellationToken);
        var lines = await LinesAsync(batch, rows, cancellationToken);
        var weeks = await WeeksAsync(batch, rows, cancellationToken);
        foreach (var message in TitleMessages.Of(publisherId, changed)) db.Publish(message, now);
        await db.CommitAsync(cancellationToken);
        return new StoredInventory(changed.Count, lines, weeks);
    }

    private static async Task<List<Title>> TitlesAsync(SqlBatch batch, InventoryBatch rows, CancellationToken cancellationToken)
    {
        const string Insert = "INSERT INTO titles (publisher_id, title_id, name, genres, categories, description) VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT (publisher_id, title_id) ";
        const string Full = Insert + """
            DO UPDATE SET name = excluded.name, genres = excluded.genres, categories = excluded.categories,
                description = CASE WHEN excluded.description = '' THEN titles.description ELSE excluded.description END
            WHERE titles.name <> excluded.name OR titles.genres <> excluded.genres OR titles.categories <> excluded.categories
                OR (excluded.description <> '' AND titles.description <> excluded.description)
            """;
        const string NameOnly = Insert + "DO NOTHING";
        var changed = new List<Title>();
        foreach (var chunk in rows.Titles.Values.Chunk(RowsAtOnce))
        {
            var stored = await RunAsync(batch, chunk, row => batch.ExecuteAsync(
                row.NameOnly ? NameOnly : Full, row.Title.PublisherId, row.Title.TitleId, row.Title.Name, row.Title.Genres, row.Title.Categories, row.Title.Description), cancellationToken);
            changed.AddRange(chunk.Where((_, k) => stored[k] > 0).Select(row => row.Title));
        }

        return changed;
    }

    private static async Task<int> LinesAsync(SqlBatch batch, InventoryBatch rows, CancellationToken cancellationToken)
    {
        const string Upsert = """
            INSERT INTO inventory_lines (publisher_id, line_key, title_id, format, geography, daypart, device, rating, cpm_micros, currency, weekly_supply, pool, released, source)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
            ON CONFLICT (publisher_id, line_key) DO UPDATE SET rating = excluded.rating, cpm_micros = excluded.cpm_micros, currency = excluded.currency,
                weekly_supply = excluded.weekly_supply, pool = excluded.pool, released = excluded.released, source = excluded.source
            WHERE inventory_lines.rating IS DISTINCT FROM excluded.rating OR inventory_lines.cpm_micros <> excluded.cpm_micros
                OR inventory_lines.currency <> excluded.currency OR inventory_lines.weekly_supply IS DISTINCT FROM excluded.weekly_supply
                OR inventory_lines.pool IS DISTINCT FROM excluded.pool OR inventory_lines.released IS DISTINCT FROM excluded.released
                OR inventory_lines.source <> excluded.source
            """;
        var changed = 0;
        foreach (var chunk in rows.Lines.Values.Chunk(RowsAtOnce))
        {
            changed += (await RunAsync(batch, chunk, line => batch.ExecuteAsync(
                Upsert, line.PublisherId, line.LineKey, line.TitleId, line.Format, line.Geography, line.Daypart, line.Device, line.Rating,
                line.CpmMicros, line.Currency, line.WeeklySupply, line.Pool, line.Released, line.Source), cancellationToken)).Sum();
        }

        return changed;
    }

    private static async Task<int> WeeksAsync(SqlBatch batch, InventoryBatch rows, CancellationToken cancellationToken)
    {
        const string Upsert = """
            INSERT INTO viewed_weeks (publisher_id, title_id, edition, monday, hours) VALUES (@p0, @p1, @p2, @p3, @p4)
            ON CONFLICT (publisher_id, title_id, edition, monday) DO UPDATE SET hours = excluded.hours WHERE viewed_weeks.hours <> excluded.hours
            """;
        var changed = 0;
        foreach (var chunk in rows.Weeks.Values.Chunk(RowsAtOnce))
            changed += (await RunAsync(batch, chunk, week => batch.ExecuteAsync(Upsert, week.PublisherId, week.TitleId, week.Edition, week.Monday, week.Hours), cancellationToken)).Sum();
        return changed;
    }

    private static async Task<int[]> RunAsync<T>(SqlBatch batch, IReadOnlyCollection<T> rows, Func<T, Task<int>> store, CancellationToken cancellationToken)
    {
        var stored = Task.WhenAll(rows.Select(store).ToList());
        await batch.CompleteAsync(stored, cancellationToken);
        return await stored;
    }
}
