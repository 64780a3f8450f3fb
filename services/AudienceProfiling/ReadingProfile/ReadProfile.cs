using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.ReadingProfile;

/// <summary>One viewer, for the publisher only: as a summary, or everything that is held (GDPR art. 15 and 20).</summary>
internal static class ReadProfile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/profiles").RequireScope(Scopes.Profiles).RequireAccount(AccountKind.Publisher).WithTags("Profiles");
        group.MapGet("", FindAsync);
        group.MapGet("/{kind}/{id}", ReadAsync);
        group.MapGet("/{kind}/{id}/export", ExportAsync);
    }

    private static async Task<Results<Ok<ProfileView>, ProblemHttpResult>> FindAsync(
        Caller caller, ProfilingDb db, ViewerRows viewers, IOptions<ProfilingOptions> options, TimeProvider clock, CancellationToken cancellationToken,
        string? userId = null, string? anonymousId = null)
    {
        if (userId is null == anonymousId is null)
        {
            var errors = new FieldErrors();
            errors.Add("userId", "give either userId or anonymousId");
            return errors.ToProblem();
        }
        return await ReadAsync(userId is null ? ViewerKinds.Anonymous : ViewerKinds.User, (userId ?? anonymousId)!, caller, db, viewers, options, clock, cancellationToken);
    }

    private static async Task<Results<Ok<ProfileView>, ProblemHttpResult>> ReadAsync(
        string kind, string id, Caller caller, ProfilingDb db, ViewerRows viewers, IOptions<ProfilingOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await viewers.FindAsync(caller.PublisherId, new(kind, id), cancellationToken) is not { } viewer) return Problems.NotFound("profile");
        var names = await db.Segments.AsNoTracking().Where(row => row.PublisherId == caller.PublisherId).ToDictionaryAsync(row => row.SegmentId, row => row.Name, cancellationToken);
        var time = EvaluationTime.At(clock.GetUtcNow(), options.Value.InterestHalfLife);
        return TypedResults.Ok(ProfileView.Of(viewer, names, time, options.Value.AskFirst(caller.PublisherId, viewer.Profile)));
    }

    private static async Task<Results<Ok<ProfileExport>, ProblemHttpResult>> ExportAsync(
        string kind, string id, Caller caller, ProfilingDb db, ViewerRows viewers, ViewingHistory history, ViewerKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await viewers.FindAsync(caller.PublisherId, new(kind, id), cancellationToken) is not { } viewer) return Problems.NotFound("profile");
        var waiting = await db.QueryAsync(
            "SELECT title_id, kind, weight, at FROM unknown_title_events WHERE viewer_no = @p0",
            row => new WaitingEvent(row.GetString(0), row.GetString(1), row.GetDouble(2), row.At(3)), cancellationToken, viewer.Number);
        return TypedResults.Ok(new ProfileExport(
            clock.GetUtcNow(), viewer.Version, viewer.Profile, waiting, await history.ReadAsync(viewer.Number, cancellationToken), keys.HashesOf(caller.PublisherId, viewer.Profile)));
    }
}

/// <param name="Profile">The stored document as it is; days are numbered from 0001-01-01.</param>
/// <param name="EventsOfUnknownTitles">Kept until their title is catalogued, 30 days at most.</param>
/// <param name="ViewingHistory">Titles seen, where the viewer agreed to that being kept.</param>
/// <param name="Hashes">As delivery logs name the viewer.</param>
internal sealed record ProfileExport(
    DateTimeOffset ExportedAt, long Version, ViewerProfile Profile, IReadOnlyList<WaitingEvent> EventsOfUnknownTitles, IReadOnlyList<ViewedTitle> ViewingHistory, IReadOnlyList<string> Hashes);

internal sealed record WaitingEvent(string TitleId, string Event, double Weight, DateTimeOffset At);
