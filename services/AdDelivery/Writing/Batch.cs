using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using Microsoft.Data.Sqlite;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>One open transaction with its prepared statements, and the records that will be published with it.</summary>
internal sealed class Batch(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public List<(string PublisherId, DeliveryRecord Record)> Records { get; } = [];

    /// <returns>Rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public long Number(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is long number ? number : 0;

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
            _commands[sql] = command;
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = Sql.Stored(values[i]);
        return command;
    }
}
