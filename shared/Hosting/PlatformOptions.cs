namespace AdPlatform.Hosting;

/// <summary>The mode follows from the connection strings: each that is missing is replaced by the embedded part.</summary>
public sealed class PlatformOptions
{
    /// <summary>Folder of the embedded databases and secrets, absolute. Default: <c>adplatform</c> under the user's data folder.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "adplatform");

    /// <summary><c>amqp://user:password@host:5672/vhost</c>; null: the bus is in memory, between outbox and inbox.</summary>
    public string? RabbitMq { get; set; }

    /// <summary>StackExchange.Redis configuration, e.g. <c>host:6379,password=...</c>; null: profiles, cap counters and versions are in this process.</summary>
    public string? Redis { get; set; }

    /// <summary>Npgsql connection string of one database, in which each service has its schema; null: SQLite files in <see cref="Data"/>.</summary>
    public string? Postgres { get; set; }
}
