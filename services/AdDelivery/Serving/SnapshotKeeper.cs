using System.Text.Json;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>Takes changed campaigns, titles and learned responses over into serving: composes and fits outside of the write transaction, then commits a new version and installs it.</summary>
/// <remarks>
/// Instances that share a database may all do so: who comes second finds a version that it does not know, drops what it composed, and reads what the
/// first one committed. Those that had nothing to compose hear of it by its version.
/// </remarks>
internal sealed partial class SnapshotKeeper(
    IServiceScopeFactory scopes, Snapshots snapshots, TitleCatalogue titles, Versions heard, IOptions<AdDeliveryOptions> options, TimeProvider clock, ILogger<SnapshotKeeper> log)
    : BackgroundService
{
    private const string SnapshotsVersion = "snapshots";
    private const string TitlesVersion = "titles";
    private readonly SemaphoreSlim _installing = new(1, 1);
    private bool _behind;

    /// <summary>At start: everything that was being served, before the first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        await LoadAsync(db, cancellationToken);
        await ReadTitlesAsync(db, cancellationToken);
        heard.Watch($"delivery:{SnapshotsVersion}", HearAsync);
        heard.Watch($"delivery:{TitlesVersion}", token => InScopeAsync(ReadTitlesAsync, token));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, clock);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The marks stay, so the next tick tries again; what is served meanwhile is the last version.
                LogFailed(log, cause);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        if (_behind)
        {
            await LoadAsync(db, cancellationToken);
            _behind = false;
        }
        // Before anything is read: what is composed must not be committed over what was read later.
        var ground = snapshots.Versions();
        var changes = await db.QueryAsync("SELECT subject, marks FROM changes", row => new Change(row.GetString(0), row.GetInt64(1)), cancellationToken);
        var due = await db.DueForFitAsync(options.Value.RefitImpressions, cancellationToken);
        if (changes.Count == 0 && due.Count == 0) return;

        var publishers = changes.Where(c => c.Kind == "titles").Select(c => c.Name).ToList();
        var documents = new List<ServingCampaign>();
        foreach (var change in changes.Where(c => c.Kind == "campaign"))
            if (await db.ComposeAsync(Guid.ParseExact(change.Name, "D"), cancellationToken) is { } composed) documents.Add(composed);
        var fits = new List<(CampaignAllocation Allocation, string PublisherId, long Records)>();
        foreach (var campaignId in due.Keys.Union(documents.Where(NeedsTables).Select(d => d.CampaignId)).ToList())
        {
            var document = documents.Find(d => d.CampaignId == campaignId) ?? await db.ComposeAsync(campaignId, cancellationToken);
            if (document is not { Creatives.Count: > 0 }) continue;
            var learned = await db.LearnedAsync(document, options.Value, cancellationToken);
            fits.Add((Allocating.Allocate(document, learned.Seen, learned.Prior, options.Value, clock.GetUtcNow()), document.PublisherId, due.GetValueOrDefault(campaignId)));
        }

        await _installing.WaitAsync(cancellationToken);
        try
        {
            var versions = await CommitAsync(db, ground, changes, documents, fits, cancellationToken);
            foreach (var (publisherId, version) in versions ?? []) snapshots.Install(Next(publisherId, version, documents, fits.ConvertAll(f => f.Allocation)));
            if (versions is null) return;
        }
        finally
        {
            _installing.Release();
        }
        foreach (var publisherId in publishers) await ReadTitlesAsync(db, publisherId, cancellationToken);
    }

    /// <summary>Another instance has committed a version.</summary>
    internal Task HearAsync(CancellationToken cancellationToken) => InScopeAsync(LoadAsync, cancellationToken);

    private async Task InScopeAsync(Func<DeliveryDb, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await read(scope.ServiceProvider.GetRequiredService<DeliveryDb>(), cancellationToken);
    }

    /// <summary>What was committed, by whichever instance.</summary>
    private async Task LoadAsync(DeliveryDb db, CancellationToken cancellationToken)
    {
        await _installing.WaitAsync(cancellationToken);
        try
        {
            foreach (var (publisherId, version) in await db.QueryAsync("SELECT publisher_id, version FROM snapshot_versions", row => (row.GetString(0), row.GetInt64(1)), cancellationToken))
                if (snapshots.Of(publisherId) is var current && version > current.Version) snapshots.Install(await db.SnapshotAfterAsync(current, version, cancellationToken));
        }
        finally
        {
            _installing.Release();
        }
    }

    /// <summary>A campaign's first tables, or tables for a set of creatives that has changed, are fitted with the document.</summary>
    private bool NeedsTables(ServingCampaign document)
    {
        var live = snapshots.Of(document.PublisherId).Campaign(document.CampaignId);
        return live?.Allocation is null
            || !live.Document.Creatives.Select(c => (c.CreativeId, c.Version)).SequenceEqual(document.Creatives.Select(c => (c.CreativeId, c.Version)));
    }

    private PublisherSnapshot Next(string publisherId, long version, List<ServingCampaign> documents, List<CampaignAllocation> allocations)
    {
        var current = snapshots.Of(publisherId).Campaigns.ToDictionary(c => c.Document.CampaignId);
        var touched = documents.Where(d => d.PublisherId == publisherId).Select(d => d.CampaignId)
            .Union(allocations.Select(a => a.CampaignId).Where(current.ContainsKey));
        foreach (var campaignId in touched.ToList())
        {
            var known = current.GetValueOrDefault(campaignId);
            var document = documents.Find(d => d.CampaignId == campaignId) ?? known!.Document;
            current[campaignId] = new(document, allocations.Find(a => a.CampaignId == campaignId) ?? known?.Allocation);
        }
        return new(publisherId, version, current.Values);
    }

    /// <returns>Null when another instance has committed something since: nothing is written then, and what it committed is known at the next tick.</returns>
    private async Task<List<(string PublisherId, long Version)>?> CommitAsync(
        DeliveryDb db, Dictionary<string, long> ground, List<Change> changes, List<ServingCampaign> documents,
        List<(CampaignAllocation Allocation, string PublisherId, long Records)> fits, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.BeginWriteAsync(cancellationToken);
        var versions = new List<(string PublisherId, long Version)>();
        foreach (var publisherId in documents.Select(d => d.PublisherId).Union(fits.Select(f => f.PublisherId)).ToList())
        {
            var stored = (await db.QueryAsync("SELECT version FROM snapshot_versions WHERE publisher_id = @p0", row => row.GetInt64(0), cancellationToken, publisherId)).SingleOrDefault();
            if (stored == ground.GetValueOrDefault(publisherId)) continue;
            _behind = true;
            return null;
        }
        foreach (var publisherId in documents.Select(d => d.PublisherId).Union(fits.Select(f => f.PublisherId)).ToList())
        {
            versions.Add((publisherId, (await db.QueryAsync(
                "INSERT INTO snapshot_versions (publisher_id, version) VALUES (@p0, 1) ON CONFLICT (publisher_id) DO UPDATE SET version = snapshot_versions.version + 1 RETURNING version",
                row => row.GetInt64(0), cancellationToken, publisherId))[0]));
        }
        var versionOf = versions.ToDictionary(v => v.PublisherId, v => v.Version);
        foreach (var document in documents)
        {
            await db.ExecuteAsync(
                "INSERT INTO serving_documents (campaign_id, snapshot_version, publisher_id, document, created_at) VALUES (@p0, @p1, @p2, @p3, @p4)",
                cancellationToken, document.CampaignId, versionOf[document.PublisherId], document.PublisherId, JsonSerializer.Serialize(document, PlatformJson.Bus), now);
        }
        foreach (var (allocation, publisherId, records) in fits)
        {
            await db.ExecuteAsync(
                """
                INSERT INTO allocation_documents (campaign_id, snapshot_version, publisher_id, document, impressions, created_at)
                VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
                """,
                cancellationToken, allocation.CampaignId, versionOf[publisherId], publisherId, JsonSerializer.Serialize(allocation, PlatformJson.Bus), allocation.Impressions, now);
            await db.ExecuteAsync("UPDATE learning_progress SET fitted_records = @p0 WHERE campaign_id = @p1 AND fitted_records < @p0", cancellationToken, records, allocation.CampaignId);
        }
        foreach (var change in changes)
            await db.ExecuteAsync("DELETE FROM changes WHERE subject = @p0 AND marks = @p1", cancellationToken, change.Subject, change.Marks);
        if (versions.Count > 0) db.BumpAfterCommit(SnapshotsVersion);
        if (changes.Exists(c => c.Kind == "titles")) db.BumpAfterCommit(TitlesVersion);
        await db.CommitAsync(cancellationToken);
        return versions;
    }

    private async Task ReadTitlesAsync(DeliveryDb db, CancellationToken cancellationToken)
    {
        foreach (var publisherId in await db.QueryAsync("SELECT DISTINCT publisher_id FROM titles", row => row.GetString(0), cancellationToken))
            await ReadTitlesAsync(db, publisherId, cancellationToken);
    }

    private async Task ReadTitlesAsync(DeliveryDb db, string publisherId, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync(
            "SELECT title_id, genres FROM titles WHERE publisher_id = @p0",
            row => (Title: row.GetString(0), Genres: ServingStore.Read<IReadOnlyList<string>>(row.GetString(1))), cancellationToken, publisherId);
        titles.Install(publisherId, rows.ToDictionary(row => row.Title, row => row.Genres, StringComparer.Ordinal));
    }

    [LoggerMessage(LogLevel.Error, "Changes could not be taken over into serving; tried again")]
    private static partial void LogFailed(ILogger log, Exception cause);

    private sealed record Change(string Subject, long Marks)
    {
        public string Kind => Subject[..Subject.IndexOf(':', StringComparison.Ordinal)];
        public string Name => Subject[(Subject.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
