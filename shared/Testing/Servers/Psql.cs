using System.Data.Common;

namespace AdPlatform.Testing.Servers;

/// <summary>PostgreSQL's own client, for what a test does to the server itself.</summary>
public static class Psql
{
    /// <param name="connection">An Npgsql connection string with host, port, user name, password and database.</param>
    /// <returns>The rows, columns separated by a bar, without headings.</returns>
    public static async Task<string> RunAsync(string connection, string sql)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connection };
        string Part(params string[] names) => names.Where(parts.ContainsKey).Select(name => $"{parts[name]}").FirstOrDefault("");
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = Part("Host", "Server"),
            ["PGPORT"] = Part("Port") is { Length: > 0 } port ? port : "5432",
            ["PGUSER"] = Part("Username", "User Id", "User"),
            ["PGPASSWORD"] = Part("Password"),
            ["PGDATABASE"] = Part("Database"),
            ["PGCONNECT_TIMEOUT"] = "10",
        };
        var program = Path.Combine(Path.GetDirectoryName(ServerPrograms.Postgres)!, "psql");
        return (await Command.RunAsync("/", environment, program, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql)).TrimEnd('\n');
    }
}
