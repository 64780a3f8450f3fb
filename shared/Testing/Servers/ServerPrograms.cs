namespace AdPlatform.Testing.Servers;

/// <summary>Where the server programs are. A test without its server is skipped and says so; with <c>ADPLATFORM_REQUIRE_SERVERS=1</c> it fails.</summary>
internal static class ServerPrograms
{
    /// <summary>Not the wrapper on the PATH, which changes the user.</summary>
    public static string RabbitMq => Required("RabbitMQ", ["/usr/lib/rabbitmq/bin/rabbitmq-server", .. OnPath("rabbitmq-server")]);

    public static string Redis => Required("Redis", [.. OnPath("redis-server"), .. OnPath("valkey-server")]);

    /// <summary>Of the newest version that is installed.</summary>
    public static string Postgres => Required("PostgreSQL",
        [.. Versions("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin/postgres")), .. OnPath("postgres")]);

    internal static string Required(string server, IEnumerable<string> places, bool lenient)
    {
        if (places.FirstOrDefault(File.Exists) is { } found) return found;
        Missing.Skip($"no {server}", lenient);
        return "";
    }

    private static string Required(string server, IEnumerable<string> places) => Required(server, places, Missing.MaySkip);

    private static IEnumerable<string> Versions(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).OrderByDescending(path => double.TryParse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0)
        : [];

    private static IEnumerable<string> OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/bin").Select(folder => Path.Combine(folder, program));
}
