using Microsoft.Data.Sqlite;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>A command is prepared once and run with many values.</summary>
internal static class SqlParameters
{
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (command.CommandText.Contains(name, StringComparison.Ordinal)) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    /// <summary>Sets the values in the order of the names.</summary>
    public static SqliteCommand Of(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < command.Parameters.Count; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs once and disposes; returns the rows that changed.</summary>
    public static int Run(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        using (command) return command.Of(values).ExecuteNonQuery();
    }
}
