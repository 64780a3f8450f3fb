using System.Text.Json;
using AdPlatform.Hosting;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <param name="Hashes">Of all ids of the viewer, as other services know them.</param>
/// <param name="Marks">The same ids under the key of erasures.</param>
internal sealed record LoggedErasure(string PublisherId, IReadOnlyList<string> Hashes, IReadOnlyList<string> Marks, DateTimeOffset ErasedAt);

/// <summary>
/// Erasures beside the database: a line each, on the disk before the erasure commits. A database that comes back from a backup knows nothing of the erasures since
/// then; <see cref="ReapplyingErasures"/> reads them here. Names nobody: keyed hashes and times.
/// </summary>
internal sealed class ErasureLog(IOptions<ProfilingOptions> options, IServiceProvider services, IConfiguration configuration)
{
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Null when there is none: services over a broker have only what the operator names.</summary>
    private string? Location => options.Value.ErasureLog is { Length: > 0 } named ? named
        : configuration["AdPlatform:RabbitMq"] is { Length: > 0 } ? null : services.GetRequiredService<DataFolder>().File("erasures.log");

    public async Task AppendAsync(LoggedErasure erasure, CancellationToken cancellationToken)
    {
        if (Location is not { } location) return;
        await writing.WaitAsync(cancellationToken);
        try
        {
            await using var file = new FileStream(location, FileMode.Append, FileAccess.Write, FileShare.Read);
            // A line that a crash cut short ends here.
            byte[] line = [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(erasure, PlatformJson.Bus)];
            await file.WriteAsync(line, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            writing.Release();
        }
    }

    public async IAsyncEnumerable<LoggedErasure> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Location is not { } location || !File.Exists(location)) yield break;
        await foreach (var line in File.ReadLinesAsync(location, cancellationToken))
            if (Parse(line) is { } erasure) yield return erasure;
    }

    /// <summary>Null for a line that was never finished: its erasure did not commit.</summary>
    private static LoggedErasure? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<LoggedErasure>(line, PlatformJson.Bus);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
