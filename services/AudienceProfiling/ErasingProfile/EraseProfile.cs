using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Profiles;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>
/// Forgets a viewer under all their ids (GDPR art. 17). An id that was never seen is answered alike: its events may be on their way, and they
/// are refused from now on.
/// </summary>
internal static class EraseProfile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/profiles").RequireScope(Scopes.Profiles).RequireAccount(AccountKind.Publisher).WithTags("Profiles");
        group.MapDelete("/{kind}/{id}", EraseAsync);
    }

    private static async Task<Results<Ok<ErasureReceipt>, ProblemHttpResult>> EraseAsync(
        string kind, string id, Caller caller, ProfilingDb db, ViewerRows viewers, WritingViewers writing, BatchRows rows, QueuedEvents queued, ViewerKeys keys,
        IProfileStore store, IProfileReader reader, IOptions<PlatformOptions> platform, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (kind is not (ViewerKinds.User or ViewerKinds.Anonymous) || id.Length > ViewerId.MaxLength) return Problems.NotFound("profile");
        var (publisherId, asked) = (caller.PublisherId, new ViewerId(kind, id));
        await db.BeginWriteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var viewer = await viewers.FindAsync(publisherId, asked, cancellationToken);
        IReadOnlyList<ViewerId> ids = viewer is null ? [asked] : viewer.Profile.Ids;
        var hashes = ids.Select(i => keys.HashOf(publisherId, i)).ToArray();
        var cached = await CachedAsync(reader, publisherId, hashes, cancellationToken);

        var erased = await writing.EraseAsync(publisherId, viewer is null ? [] : [viewer], cancellationToken);
        var marks = new Dictionary<ViewerId, ErasureMark>();
        await rows.LoadMarksAsync(publisherId, ids, marks, cancellationToken);
        await rows.WriteMarksAsync(publisherId, [.. ids.Select(i => (i, new ErasureMark(now, marks.GetValueOrDefault(i).Refused)))], cancellationToken);
        var failed = await queued.RemoveFailedAsync(publisherId, ids, cancellationToken);
        db.Publish(new ProfileErased { AccountId = publisherId, ViewerHashes = hashes, ErasedAt = now }, now);
        await db.CommitAsync(cancellationToken);
        // Nobody has to wait for this look: what is applied meanwhile is refused.
        var waiting = await queued.CountWaitingAsync(publisherId, ids, cancellationToken);

        return TypedResults.Ok(new ErasureReceipt(now,
        [
            new("profiling: viewers", erased.Viewers, "deleted"),
            new("profiling: viewer_ids", erased.Ids, "deleted"),
            new("profiling: unknown_title_events", erased.UnknownTitleEvents, "deleted"),
            new("profiling: message_errors", failed, "events removed from messages that could not be applied"),
            new("profiling: outbox", waiting, "messages with events of the viewer wait to be applied; the events are refused then, and the messages deleted"),
            .. BrokerOf(platform.Value),
            new("profiling: erasures", ids.Count, "written: a keyed hash of each id with this time, so that earlier events are refused"),
            new(store.Name, cached, db.StoreWasTold ? "removed" : "away at this moment: removed as soon as it answers"),
            new("other services", null, "told by ProfileErased to drop the viewer's hashes"),
        ]));
    }

    private static IEnumerable<ErasedStore> BrokerOf(PlatformOptions platform) =>
        platform.RabbitMq is null ? [] : [new("queues of the broker", null, "cannot be searched; events of the viewer are refused when they are applied, and leave nothing")];

    /// <summary>Null when the store cannot be asked.</summary>
    private static async Task<int?> CachedAsync(IProfileReader reader, string publisherId, string[] hashes, CancellationToken cancellationToken)
    {
        try
        {
            var cached = 0;
            foreach (var hash in hashes)
                if (await reader.ReadAsync(publisherId, hash, cancellationToken) is not null) cached++;
            return cached;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return null;
        }
    }
}

/// <param name="Stores">Every place where the viewer could have been.</param>
internal sealed record ErasureReceipt(DateTimeOffset ErasedAt, IReadOnlyList<ErasedStore> Stores);

/// <param name="Found">Null where this service cannot look.</param>
internal sealed record ErasedStore(string Store, int? Found, string Done);
