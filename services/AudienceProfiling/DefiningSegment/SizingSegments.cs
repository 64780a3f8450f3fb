using AdPlatform.AudienceProfiling.Features;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Live sizes and overlaps, exact, each in one pass over the store: all viewers who may be selected by their profile, as they are committed.</summary>
internal sealed class SizingSegments(ProfilingDb db, FeatureKeys keys, FeatureBuild build, CountingViewers documents, IOptions<ProfilingOptions> options, TimeProvider clock)
{
    /// <summary>Of each condition, in their order.</summary>
    /// <param name="conditions">Without references.</param>
    public async Task<IReadOnlyList<long>> CountAsync(string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        if (conditions.Count == 0) return [];
        if (!await build.IsDoneAsync(db, cancellationToken)) return await documents.CountAsync(publisherId, conditions, cancellationToken);
        var (parameters, texts) = await WriteAsync(publisherId, conditions, cancellationToken);
        var counts = string.Join(", ", texts.Select(text => text == "true" ? "count(*)" : $"count(*) FILTER (WHERE {text})"));
        var rows = await QueryAsync(
            $"SELECT {counts} FROM viewer_features WHERE publisher_id = @p0", row => Enumerable.Range(0, texts.Count).Select(row.GetInt64).ToArray(), parameters, cancellationToken);
        return rows[0];
    }

    /// <summary>How many viewers are in exactly which of the conditions; combinations that nobody has are left out.</summary>
    public async Task<IReadOnlyList<Combination>> CombineAsync(string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        if (!await build.IsDoneAsync(db, cancellationToken)) return await documents.CombineAsync(publisherId, conditions, cancellationToken);
        var (parameters, texts) = await WriteAsync(publisherId, conditions, cancellationToken);
        // By truth values, not by a mask: PostgreSQL knows that those are few, and shares the pass out to its workers.
        var columns = string.Join(", ", texts.Select((text, i) => $"{text} AS c{i}"));
        var groups = string.Join(", ", texts.Select((_, i) => $"c{i}"));
        return await QueryAsync(
            $"SELECT count(*), {groups} FROM (SELECT {columns} FROM viewer_features WHERE publisher_id = @p0) AS viewers GROUP BY {groups}",
            row => new Combination([.. Enumerable.Range(1, texts.Count).Select(row.GetBoolean)], row.GetInt64(0)), parameters, cancellationToken);
    }

    /// <summary>Row numbers of viewers in the condition, in no order.</summary>
    public async Task<IReadOnlyList<long>> MembersAsync(string publisherId, Condition condition, CancellationToken cancellationToken)
    {
        var (parameters, texts) = await WriteAsync(publisherId, [condition], cancellationToken);
        return await QueryAsync($"SELECT viewer_no FROM viewer_features WHERE publisher_id = @p0 AND {texts[0]}", row => row.GetInt64(0), parameters, cancellationToken);
    }

    private async Task<(List<object?> Parameters, IReadOnlyList<string> Texts)> WriteAsync(string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        var lookup = await FeatureLookup.LoadAsync(keys, publisherId, conditions, cancellationToken);
        List<object?> parameters = [publisherId];
        var time = EvaluationTime.At(clock.GetUtcNow(), options.Value.InterestHalfLife);
        var sql = new ConditionSql(db.Provider, time, options.Value.HistoryDays, lookup, parameters);
        return (parameters, [.. conditions.Select(sql.Write)]);
    }

    private async Task<List<T>> QueryAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> read, List<object?> parameters, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            FeatureFunctions.Add(db.Database.GetDbConnection());
            if (db.Provider == StorageProvider.Sqlite || db.Database.CurrentTransaction is not null) return await db.QueryAsync(sql, read, cancellationToken, [.. parameters]);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Compiling the expression takes longer than evaluating it.
            await db.ExecuteAsync("SET LOCAL jit = off", cancellationToken);
            var rows = await db.QueryAsync(sql, read, cancellationToken, [.. parameters]);
            await transaction.CommitAsync(cancellationToken);
            return rows;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}

/// <param name="In">By condition.</param>
internal sealed record Combination(IReadOnlyList<bool> In, long Viewers);
