using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Storage;

/// <summary>Applies the numbered SQL files (<c>Migrations/sqlite/0001_....sql</c>, embedded), each once, each in its own transaction, forward only.</summary>
internal static partial class Migrator
{
    public static async Task ApplyAsync(ServiceDb db, ServiceDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_migrations (set_name TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (set_name, number)) STRICT",
            cancellationToken);
        await ApplySetAsync(db, "hosting", typeof(Migrator).Assembly, clock, cancellationToken);
        await ApplySetAsync(db, database.Name, database.Migrations, clock, cancellationToken);
    }

    private static async Task ApplySetAsync(ServiceDb db, string set, Assembly assembly, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var script in Scripts(assembly))
        {
            var applied = await db.Database
                .SqlQuery<string>($"SELECT checksum AS Value FROM schema_migrations WHERE set_name = {set} AND number = {script.Number}")
                .ToListAsync(cancellationToken);
            if (applied is [var checksum])
            {
                if (checksum != script.Checksum)
                    throw new InvalidOperationException($"Migration {set}/{script.Name} was applied with another content: migrations are never edited, add a new one.");
                continue;
            }

            await db.BeginWriteAsync(cancellationToken);
            // ExecuteSqlRaw would read braces of JSON defaults as parameters: run the file as it is.
            await using (var command = db.Database.GetDbConnection().CreateCommand())
            {
                command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
                command.CommandText = script.Sql;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schema_migrations VALUES ({set}, {script.Number}, {script.Name}, {script.Checksum}, {UnixMicroseconds.From(clock.GetUtcNow())})",
                cancellationToken);
            await db.CommitAsync(cancellationToken);
        }
    }

    private static IEnumerable<Script> Scripts(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var match = Numbered().Match(resource);
            if (!match.Success) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            yield return new Script(
                int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                match.Groups["name"].Value,
                sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n")))));
        }
    }

    [GeneratedRegex(@"\.Migrations\.sqlite\.(?<name>(?<number>\d{4})_.+)\.sql$")]
    private static partial Regex Numbered();

    private sealed record Script(int Number, string Name, string Sql, string Checksum);
}
