using System.Text.RegularExpressions;
using AdPlatform.Testing.Servers;
using StackExchange.Redis;

namespace AdPlatform.Chaos.Tests;

/// <summary>Looks through everything that the platform keeps: every column of every table, every key and value in Redis, every queue, every log.</summary>
internal sealed class Crawl(OwnServers own)
{
    private const string Mark = "marker-[a-z]+[0-9]+";

    /// <summary>As services name a viewer among each other.</summary>
    private const string Hash = "k1\\.[A-Za-z0-9_-]{43}";

    private const string Contents = """
        local kind = redis.call('TYPE', KEYS[1]).ok
        if kind == 'string' then return {redis.call('GET', KEYS[1])} end
        if kind == 'hash' then return redis.call('HGETALL', KEYS[1]) end
        if kind == 'zset' then return redis.call('ZRANGE', KEYS[1], 0, -1) end
        if kind == 'set' then return redis.call('SMEMBERS', KEYS[1]) end
        if kind == 'list' then return redis.call('LRANGE', KEYS[1], 0, -1) end
        return {'not looked into: ' .. kind}
        """;

    /// <returns>By place, how many of the names are there.</returns>
    public async Task<IReadOnlyDictionary<string, int>> FindAsync(IReadOnlySet<string> names)
    {
        var found = new Dictionary<string, int>();
        foreach (var (place, named) in (await TablesAsync()).Concat(await KeysAsync()).Append(("logs", Named(Logs()))))
        {
            var count = named.Count(names.Contains);
            if (count > 0) found[place] = count;
        }

        return found;
    }

    /// <summary>By queue; queues that hold nothing are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> QueuedAsync() =>
        (await own.Rabbit.ControlAsync("list_queues", "-p", "adplatform", "name", "messages", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).Where(columns => columns[1] != "0").ToDictionary(columns => columns[0], columns => int.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<List<(string Place, HashSet<string> Named)>> TablesAsync()
    {
        var columns = await Psql.RunAsync(own.Postgres.ConnectionString, """
            SELECT c.table_schema || '.' || c.table_name || '|' || string_agg(CASE WHEN c.data_type = 'bytea' THEN format('encode(%I, ''escape'')', c.column_name) ELSE format('%I::text', c.column_name) END, ', ')
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY c.table_schema, c.table_name ORDER BY 1
            """);
        var tables = columns.Split('\n').Select(line => line.Split('|', 2)).ToArray();
        // All in one statement: a process of psql for each would take longer than the looking.
        var named = (await Psql.RunAsync(own.Postgres.ConnectionString, string.Join(" UNION ALL ", tables.Select(table => $"""
            SELECT DISTINCT '{table[0]}|' || m[1] FROM (SELECT concat_ws(' ', {table[1]}) AS line FROM {table[0]}) AS rows, regexp_matches(line, '({Mark}|{Hash})', 'g') AS m
            """)))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', 2)).ToLookup(line => line[0], line => line[1]);
        Assert.True(tables.Length > 40, $"only {tables.Length} tables");
        // Marks that keep late events out: the same hash with the time, and no more.
        return [.. tables.Select(table => (table[0] == "delivery.erased_viewers" ? "tombstones in delivery" : table[0], named[table[0]].ToHashSet()))];
    }

    private async Task<List<(string Place, HashSet<string> Named)>> KeysAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(own.Redis.ConnectionString);
        await Task.Yield();
        var database = redis.GetDatabase();
        var all = new List<(string, HashSet<string>)>();
        foreach (var key in (string[])(await database.ScriptEvaluateAsync("return redis.call('KEYS', '*')"))!)
        {
            var values = (string[])(await database.ScriptEvaluateAsync(Contents, [key]))!;
            // What has no value any more is a tombstone: a version that keeps late writes out, and goes by itself.
            if (values is [var only] && Regex.IsMatch(only, "^[0-9]+\n$")) all.Add(("tombstones in redis", Named([key])));
            else all.Add(($"redis {key.Split(':')[0]}:", Named([key, .. values])));
        }

        return [.. all.GroupBy(one => one.Item1).Select(same => (same.Key, same.SelectMany(one => one.Item2).ToHashSet()))];
    }

    private IEnumerable<string> Logs() => [own.World.Platform.Output, .. own.Rabbit.Logs(), .. own.Redis.Logs(), .. own.Postgres.Logs()];

    private static HashSet<string> Named(IEnumerable<string> texts) => [.. texts.SelectMany(text => Regex.Matches(text, $"{Mark}|{Hash}").Select(match => match.Value))];
}
