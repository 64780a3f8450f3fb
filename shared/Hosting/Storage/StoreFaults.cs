using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Storage;

/// <summary>Tells a store that is away from a statement that is wrong.</summary>
public static class StoreFaults
{
    /// <summary>Busy, full, unreadable, restarting or out of reach: no statement is at fault, and a later try may succeed. A broken constraint is a bug of ours instead.</summary>
    public static bool IsAway(Exception? error) => error switch
    {
        // sqlite.org/rescode.html: busy, locked, nomem, readonly, interrupt, ioerr, corrupt, full, cantopen, notadb.
        SqliteException { SqliteErrorCode: var code } => code is 5 or 6 or 7 or 8 or 9 or 10 or 11 or 13 or 14 or 26,
        DbUpdateConcurrencyException => false,
        DbUpdateException { InnerException: var inner } => IsAway(inner),
        // How EF wraps what Npgsql calls transient.
        InvalidOperationException { InnerException: DbException inner } => IsAway(inner),
        // Also what the driver does not call transient: our transaction idled too long (we hung), or we speak to a standby.
        DbException db => db.IsTransient || db.SqlState is "25P03" or "25P04" or "25006",
        TimeoutException => true,
        _ => false,
    };

    /// <summary>PostgreSQL keeps no NUL character in a text (SQLSTATE 22021): whoever sent it must send something else.</summary>
    public static bool IsUnstorableText(Exception? error) => error switch
    {
        DbUpdateException { InnerException: var inner } => IsUnstorableText(inner),
        DbException db => db.SqlState == "22021",
        _ => false,
    };
}
