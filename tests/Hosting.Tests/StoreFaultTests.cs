using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AdPlatform.Hosting.Tests;

public sealed class StoreFaultTests
{
    [Theory]
    [InlineData("57P01", "terminating connection due to administrator command")]
    [InlineData("57P02", "terminating connection because of crash of another server process")]
    [InlineData("57P03", "the database system is starting up")]
    [InlineData("57P05", "terminating connection due to idle-session timeout")]
    [InlineData("25P03", "terminating connection due to idle-in-transaction timeout")]
    [InlineData("25006", "cannot execute INSERT in a read-only transaction")]
    [InlineData("53100", "could not extend file: No space left on device")]
    [InlineData("53300", "sorry, too many clients already")]
    [InlineData("55P03", "canceling statement due to lock timeout")]
    [InlineData("40P01", "deadlock detected")]
    [InlineData("08006", "connection failure")]
    public void A_server_that_cannot_serve_at_the_moment_is_away(string code, string message)
    {
        var fault = new PostgresException(message, "FATAL", "FATAL", code);
        Assert.True(StoreFaults.IsAway(fault));
        Assert.True(StoreFaults.IsAway(new DbUpdateException("", fault)));
    }

    [Theory]
    [InlineData("23505", "duplicate key value violates unique constraint")]
    [InlineData("23514", "new row violates check constraint")]
    [InlineData("42P01", "relation does not exist")]
    [InlineData("22021", "invalid byte sequence for encoding")]
    [InlineData("25P02", "current transaction is aborted")]
    public void A_statement_that_is_wrong_is_not(string code, string message) => Assert.False(StoreFaults.IsAway(new PostgresException(message, "ERROR", "ERROR", code)));
}
