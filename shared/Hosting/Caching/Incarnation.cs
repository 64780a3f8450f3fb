namespace AdPlatform.Hosting.Caching;

/// <summary>
/// Which servers hold the data, by the run ids of all masters: a master that was restarted, or another one in its place after a failover, is
/// another incarnation, and what it holds may be older than what was answered, or nothing.
/// </summary>
/// <param name="Id">Run ids in order, with commas.</param>
/// <param name="Loading">A master reads its data from the disk and cannot serve yet.</param>
/// <param name="Evicts">A master may drop keys when its memory is full: counters could be lost unseen.</param>
public sealed record Incarnation(string Id, bool Loading, bool Evicts)
{
    /// <param name="infos">Answers to INFO, one a server.</param>
    public static Incarnation From(IEnumerable<string> infos)
    {
        var masters = infos.Where(IsMaster).Select(Fields).ToList();
        return new(
            string.Join(',', masters.Select(fields => fields.GetValueOrDefault("run_id", "")).Order(StringComparer.Ordinal)),
            masters.Exists(fields => fields.GetValueOrDefault("loading") == "1" || fields.GetValueOrDefault("async_loading") == "1"),
            masters.Exists(fields => fields.GetValueOrDefault("maxmemory", "0") != "0" && fields.GetValueOrDefault("maxmemory_policy", "noeviction") != "noeviction"));
    }

    internal static bool IsMaster(string info) => Fields(info).GetValueOrDefault("role") != "slave";

    private static Dictionary<string, string> Fields(string info)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in info.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) fields[line[..colon]] = line[(colon + 1)..];
        return fields;
    }
}
