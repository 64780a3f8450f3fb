using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdPlatform.Hosting.Storage;

/// <summary>
/// Applies the numbered SQL files of the provider (<c>Migrations/sqlite/0001_....sql</c>, <c>Migrations/postgres/...</c>, embedded), each once, each in
/// its own transaction, forward only; instances that start together do it one after the other.
/// </summary>
internal static partial class Migrator
{
    public static async Task ApplyAsync(ServiceDb db, ServiceDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        // One connection for all of it: the lock belongs to the session.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(db, database.Provider == StorageProvider.Postgres ? PostgresStorage.MigrationLock(database.Name) : "PRAGMA journal_mode=WAL", cancellationToken);
            await ExecuteAsync(db, Preparation(database), cancellationToken);
            await ApplySetAsync(db, "hosting", typeof(Migrator).Assembly, clock, cancellationToken);
            await ApplySetAsync(db, database.Name, database.Migrations, clock, cancellationToken);
            if (database.Provider == StorageProvider.Postgres) await ExecuteAsync(db, PostgresStorage.MigrationUnlock(database.Name), cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static string Preparation(ServiceDatabase database)
    {
        const string Columns = "(set_name TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at {0} NOT NULL, PRIMARY KEY (set_name, number))";
        return database.Provider == StorageProvider.Postgres
            ? $"CREATE SCHEMA IF NOT EXISTS {database.Name}; CREATE TABLE IF NOT EXISTS schema_migrations {string.Format(CultureInfo.InvariantCulture, Columns, "BIGINT")}"
            : $"CREATE TABLE IF NOT EXISTS schema_migrations {string.Format(CultureInfo.InvariantCulture, Columns, "INTEGER")} STRICT";
    }

    private static async Task ApplySetAsync(ServiceDb db, string set, Assembly assembly, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var script in Scripts(assembly, db.Provider))
        {
            var applied = await db.Database
                .SqlQuery<string>($"""SELECT checksum AS "Value" FROM schema_migrations WHERE set_name = {set} AND number = {script.Number}""")
                .ToListAsync(cancellationToken);
            if (applied is [var checksum])
            {
                if (checksum != script.Checksum)
                    throw new InvalidOperationException($"Migration {set}/{script.Name} was applied with another content: migrations are never edited, add a new one.");
                continue;
            }

            await db.BeginWriteAsync(cancellationToken);
            await ExecuteAsync(db, script.Sql, cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schema_migrations VALUES ({set}, {script.Number}, {script.Name}, {script.Checksum}, {UnixMicroseconds.From(clock.GetUtcNow())})",
                cancellationToken);
            await db.CommitAsync(cancellationToken);
        }
    }

    /// <summary>As it stands: ExecuteSqlRaw would read braces of JSON defaults as parameters.</summary>
    private static async Task ExecuteAsync(ServiceDb db, string sql, CancellationToken cancellationToken)
    {
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Embedded files and constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        // An index on a large table takes as long as it takes.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<Script> Scripts(Assembly assembly, StorageProvider provider)
    {
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var match = Numbered().Match(resource);
            if (!match.Success || match.Groups["provider"].Value != (provider == StorageProvider.Postgres ? "postgres" : "sqlite")) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            yield return new Script(
                int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["name"].Value,
                sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n")))));
        }
    }

    [GeneratedRegex(@"\.Migrations\.(?<provider>sqlite|postgres)\.(?<name>(?<number>\d{4})_.+)\.sql$")]
    private static partial Regex Numbered();

    private sealed record Script(int Number, string Name, string Sql, string Checksum);
}
