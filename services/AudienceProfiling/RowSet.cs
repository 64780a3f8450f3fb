using System.Data.Common;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdPlatform.AudienceProfiling;

/// <summary>
/// Many rows for one statement, whose text says <c>{rows}</c> for them and <c>r.column</c> for their values; other values are @p0, @p1, ... as in
/// <see cref="PlainSql"/>. PostgreSQL takes the columns as arrays: one plan, one round trip. SQLite, where a statement costs next to nothing, runs the
/// prepared text once a row, so nothing in it may look at two of the rows together. Without rows nothing runs.
/// </summary>
/// <param name="columns">Arrays of one length, of types that are stored as they are.</param>
internal sealed class RowSet(ProfilingDb db, params (string Name, Array Values)[] columns)
{
    private int Count => columns[0].Values.Length;

    /// <returns>Rows that changed.</returns>
    public async Task<int> RunAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        if (Count == 0) return 0;
        if (db.Provider == StorageProvider.Postgres) return await db.ExecuteAsync(WithArrays(sql, values), cancellationToken, [.. values, .. columns.Select(column => column.Values)]);
        var changed = 0;
        await EachRowAsync(sql, values, command => changed += command.ExecuteNonQuery(), cancellationToken);
        return changed;
    }

    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        if (Count == 0) return [];
        if (db.Provider == StorageProvider.Postgres) return await db.QueryAsync(WithArrays(sql, values), read, cancellationToken, [.. values, .. columns.Select(column => column.Values)]);
        var found = new List<T>();
        await EachRowAsync(sql, values, command =>
        {
            using var reader = command.ExecuteReader();
            while (reader.Read()) found.Add(read(reader));
        }, cancellationToken);
        return found;
    }

    private string WithArrays(string sql, object?[] values) => With(
        sql, $"unnest({string.Join(", ", columns.Select((_, i) => $"@p{values.Length + i}"))}) AS r ({string.Join(", ", columns.Select(column => column.Name))})");

    private string WithOneRow(string sql, object?[] values) => With(
        sql, $"(SELECT {string.Join(", ", columns.Select((column, i) => $"@p{values.Length + i} AS {column.Name}"))}) AS r");

    private static string With(string sql, string rows) => sql.Replace("{rows}", rows, StringComparison.Ordinal);

    /// <summary>Synchronously: SQLite has no other way, and each await would cost as much as the row.</summary>
    private async Task EachRowAsync(string sql, object?[] values, Action<DbCommand> run, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Texts are constants of this assembly; values are parameters.
            command.CommandText = WithOneRow(sql, values);
#pragma warning restore CA2100
            for (var i = 0; i < values.Length + columns.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                if (i < values.Length) parameter.Value = db.Provider.Stored(values[i]);
                command.Parameters.Add(parameter);
            }

            for (var row = 0; row < Count; row++)
            {
                for (var i = 0; i < columns.Length; i++) command.Parameters[values.Length + i].Value = db.Provider.Stored(columns[i].Values.GetValue(row));
                run(command);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
