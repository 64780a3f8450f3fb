using System.Collections.Concurrent;

namespace AdPlatform.Hosting.Caching;

/// <summary>
/// What several instances keep in memory of one database: whoever has committed a change bumps its version, the others see that within a moment and
/// read it again. In an installation of one process nothing is polled and a bump does nothing: whoever changes it has it.
/// </summary>
public sealed class Versions : IDisposable
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task>> watched = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> bumped = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim bell = new(0, 1);

    internal IReadOnlyCollection<KeyValuePair<string, Func<CancellationToken, Task>>> Watched => watched;

    /// <summary>Runs <paramref name="reload"/> after another instance has changed <paramref name="name"/>; now and then also when nobody has.</summary>
    /// <param name="name">Starts with the service's name: <c>delivery:snapshots</c>.</param>
    /// <param name="reload">Reads the database; repeated when it fails.</param>
    public void Watch(string name, Func<CancellationToken, Task> reload) => watched[name] = reload;

    /// <summary>After the commit. Never waits; kept until Redis has heard of it.</summary>
    public void Bump(string name)
    {
        bumped[name] = true;
        try
        {
            if (bell.CurrentCount == 0) bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two bumped at once: one ring is enough.
        }
    }

    public void Dispose() => bell.Dispose();

    internal IReadOnlyList<string> TakeBumped()
    {
        var names = bumped.Keys.ToList();
        foreach (var name in names) bumped.TryRemove(name, out _);
        return names;
    }

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => bell.WaitAsync(atMost, cancellationToken);
}
