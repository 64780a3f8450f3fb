using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdPlatform.Hosting.Storage;

/// <summary>
/// SQL on a context's connection, in its open transaction if there is one. Values are @p0, @p1, ... in order and are stored as EF stores them, so
/// one text serves both providers; readers take any of them back.
/// </summary>
public static class PlainSql
{
    /// <returns>Rows changed.</returns>
    public static async Task<int> ExecuteAsync(this ServiceDb db, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(db);
        // EF opens and closes as needed, so that the connection's settings hold here too.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Command(sql, values);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public static async Task<List<T>> QueryAsync<T>(this ServiceDb db, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(read);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Command(sql, values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The form in which the provider takes a value: instants are microseconds, enums their names, and on SQLite ids are lower-case text.</summary>
    public static object Stored(this StorageProvider provider, object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => UnixMicroseconds.From(at),
        Enum name => name.ToString(),
        Guid id when provider == StorageProvider.Sqlite => id.ToString("D"),
        _ => value,
    };

    public static Guid Id(this DbDataReader reader, int column) => reader.GetGuid(column);

    public static DateTimeOffset At(this DbDataReader reader, int column) => UnixMicroseconds.To(reader.GetInt64(column));

    public static DateOnly Day(this DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    internal static DbCommand Command(this ServiceDb db, string sql, ReadOnlySpan<object?> values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Texts are constants of the services; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = db.Provider.Stored(values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
