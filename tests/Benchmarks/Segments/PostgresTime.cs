using System.Globalization;
using AdPlatform.AudienceProfiling;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Benchmarks.Segments;

/// <summary>Processor time of the server's processes: on a machine that others use too, what a query costs.</summary>
internal sealed class PostgresTime(TestApp app, int server)
{
    private const double TicksASecond = 100;

    public static async Task<PostgresTime> OfAsync(TestApp app, CancellationToken cancellationToken)
    {
        await ExecuteAsync(app, "VACUUM ANALYZE viewer_features", cancellationToken);
        var backend = await QueryAsync(app, "SELECT pg_backend_pid()::bigint", cancellationToken);
        return new(app, Stat((int)backend).Parent);
    }

    public Task CountAsync(CancellationToken cancellationToken) => QueryAsync(app, "SELECT count(features) FROM viewer_features WHERE publisher_id = 'acc_p'", cancellationToken);

    public Task<long> SizeAsync(CancellationToken cancellationToken) => QueryAsync(app, "SELECT pg_table_size('viewer_features')", cancellationToken);

    /// <summary>Of the server, of workers that have ended, and of all that run.</summary>
    public double Seconds() => Stat(server).WithChildren + Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0).Select(Stat).Where(process => process.Parent == server).Sum(process => process.Own);

    private static (int Parent, double Own, double WithChildren) Stat(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var ticks = fields[11..15].Select(field => double.Parse(field, CultureInfo.InvariantCulture) / TicksASecond).ToArray();
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), ticks[0] + ticks[1], ticks.Sum());
        }
        catch (IOException)
        {
            return default;
        }
    }

    private static async Task<long> QueryAsync(TestApp app, string sql, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ProfilingDb>().QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0];
    }

    private static async Task ExecuteAsync(TestApp app, string sql, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ProfilingDb>().ExecuteAsync(sql, cancellationToken);
    }
}
