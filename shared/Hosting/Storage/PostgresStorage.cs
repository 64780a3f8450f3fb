using Npgsql;

namespace AdPlatform.Hosting.Storage;

/// <summary>How a service uses its schema of the shared database.</summary>
internal static class PostgresStorage
{
    /// <summary>Connections of one process of a service, unless the connection string says otherwise: five of them stay below the 100 of a server as it is installed, more instances need more.</summary>
    private const int Connections = 16;

    /// <summary>The connection string for one service: its schema, bounded waits, and no transaction left open by a process that hangs.</summary>
    public static string ForService(string connectionString, string service)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = service, ApplicationName = $"adplatform-{service}" };
        // "Timeout" and the others are settings of the operator; these are the defaults where nothing is said. Seconds.
        if (!Says("Timeout")) settings.Timeout = 5;
        if (!Says("Command Timeout")) settings.CommandTimeout = 10;
        if (!Says("Cancellation Timeout")) settings.CancellationTimeout = 1000;
        if (!Says("Maximum Pool Size")) settings.MaxPoolSize = Connections;
        if (!Says("Max Auto Prepare")) settings.MaxAutoPrepare = 64;
        if (!Says("Options")) settings.Options = "-c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000";
        return settings.ConnectionString;

        bool Says(string key) => new NpgsqlConnectionStringBuilder(connectionString).ContainsKey(key) && connectionString.Contains(key.Split(' ')[0], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Held until the transaction ends: one raw writer a service over all instances, as the gate is in one process.</summary>
    public static string WriterLock(string service) => $"SELECT pg_advisory_xact_lock(1, hashtext('adplatform.{service}'))";

    /// <summary>Held by the session: instances that start together migrate one after the other.</summary>
    public static string MigrationLock(string service) => $"SELECT pg_advisory_lock(2, hashtext('adplatform.{service}'))";

    public static string MigrationUnlock(string service) => $"SELECT pg_advisory_unlock(2, hashtext('adplatform.{service}'))";
}
