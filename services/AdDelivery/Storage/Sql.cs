using System.Data.Common;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdPlatform.AdDelivery.Storage;

/// <summary>Plain SQL on a context's connection and open transaction. Values are @p0, @p1, ... in order.</summary>
internal static class Sql
{
    public static async Task<int> ExecuteAsync(this DeliveryDb db, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Command(db, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<List<T>> QueryAsync<T>(this DeliveryDb db, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        // EF opens and closes as needed, so that the connection's settings hold here too.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Command(db, sql, values);
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

    /// <summary>The form in which the database keeps a value.</summary>
    public static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToString("D"),
        DateTimeOffset at => UnixMicroseconds.From(at),
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? 1 : 0,
        Enum name => name.ToString(),
        _ => value,
    };

    public static Guid Id(this DbDataReader reader, int column) => Guid.ParseExact(reader.GetString(column), "D");

    public static DateTimeOffset At(this DbDataReader reader, int column) => UnixMicroseconds.To(reader.GetInt64(column));

    public static DateOnly Day(this DbDataReader reader, int column) =>
        DateOnly.ParseExact(reader.GetString(column), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DbCommand Command(DeliveryDb db, string sql, object?[] values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = Stored(values[i]);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
