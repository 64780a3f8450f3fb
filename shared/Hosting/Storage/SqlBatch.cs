using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace AdPlatform.Hosting.Storage;

/// <summary>
/// Many statements in the open write transaction. On SQLite each runs at once, with a command that is prepared once a text. On PostgreSQL
/// what was asked since the last <see cref="FlushAsync"/> travels together, in its order: one round trip, however many statements.
/// </summary>
/// <remarks>Values as in <see cref="PlainSql"/>. One asker at a time. A statement that fails on PostgreSQL fails all that travelled with it, and the transaction.</remarks>
public sealed class SqlBatch(ServiceDb db) : IDisposable
{
    private readonly DbConnection connection = db.Database.GetDbConnection();
    private readonly DbTransaction transaction = db.Database.CurrentTransaction!.GetDbTransaction();
    private readonly Dictionary<string, DbCommand> prepared = [];
    private readonly Lock gate = new();
    private List<Asked> asked = [];

    /// <returns>Rows changed; on PostgreSQL it ends with the next flush.</returns>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values)
    {
        if (db.Provider == StorageProvider.Sqlite) return Task.FromResult(Prepared(sql, values).ExecuteNonQuery());
        var statement = new Execution(Statement(sql, values));
        Ask(statement);
        return statement.Task;
    }

    /// <inheritdoc cref="ExecuteAsync"/>
    /// <returns>The rows.</returns>
    public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (db.Provider == StorageProvider.Sqlite)
        {
            var rows = new List<T>();
            using var reader = Prepared(sql, values).ExecuteReader();
            while (reader.Read()) rows.Add(read(reader));
            return Task.FromResult(rows);
        }

        var statement = new Query<T>(Statement(sql, values), read);
        Ask(statement);
        return statement.Task;
    }

    /// <summary>Sends what was asked and ends its tasks; whoever awaits them goes on and may ask more.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        List<Asked> sent;
        lock (gate) (sent, asked) = (asked, []);
        if (sent.Count == 0) return;
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
            foreach (var statement in sent) batch.BatchCommands.Add(statement.Command);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // Only queries have a result set, also without rows; going to the next one passes over the others.
            foreach (var query in sent.Where(statement => statement.HasRows))
            {
                while (await reader.ReadAsync(cancellationToken)) query.Read(reader);
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (Exception cause)
        {
            foreach (var statement in sent) statement.Fail(cause);
            throw;
        }

        foreach (var statement in sent) statement.End();
    }

    /// <summary>Sends what is asked, again and again, until <paramref name="work"/> is done: as many round trips as its longest chain of awaits, which must all be for this batch.</summary>
    public async Task CompleteAsync(Task work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (!work.IsCompleted)
        {
            await FlushAsync(cancellationToken);
            // Who awaited has gone on by now, save where the runtime chose to schedule it.
            if (!work.IsCompleted) await Task.Yield();
        }

        await FlushAsync(cancellationToken);
        await work;
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
    }

    private void Ask(Asked statement)
    {
        lock (gate) asked.Add(statement);
    }

    private DbCommand Prepared(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command)) prepared[sql] = command = db.Command(sql, values);
        else for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = db.Provider.Stored(values[i]);
        return command;
    }

    private NpgsqlBatchCommand Statement(string sql, ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < values.Length; i++) command.Parameters.Add(new NpgsqlParameter($"@p{i}", db.Provider.Stored(values[i])));
        return command;
    }

    private abstract class Asked(NpgsqlBatchCommand command)
    {
        public NpgsqlBatchCommand Command { get; } = command;

        public abstract bool HasRows { get; }

        public abstract void Read(DbDataReader reader);

        public abstract void End();

        public abstract void Fail(Exception cause);
    }

    private sealed class Execution(NpgsqlBatchCommand command) : Asked(command)
    {
        private readonly TaskCompletionSource<int> changed = new();

        public Task<int> Task => changed.Task;

        public override bool HasRows => false;

        public override void Read(DbDataReader reader) => throw new NotSupportedException();

        public override void End() => changed.SetResult(Command.RecordsAffected);

        public override void Fail(Exception cause) => changed.SetException(cause);
    }

    private sealed class Query<T>(NpgsqlBatchCommand command, Func<DbDataReader, T> read) : Asked(command)
    {
        private readonly TaskCompletionSource<List<T>> done = new();
        private readonly List<T> rows = [];

        public Task<List<T>> Task => done.Task;

        public override bool HasRows => true;

        public override void Read(DbDataReader reader) => rows.Add(read(reader));

        public override void End() => done.SetResult(rows);

        public override void Fail(Exception cause) => done.SetException(cause);
    }
}
