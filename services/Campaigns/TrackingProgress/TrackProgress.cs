using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.TrackingProgress;

/// <summary>Progress as Server-Sent Events: what happened so far, then what happens, until nothing more will by itself.</summary>
internal static class TrackProgress
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(150);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/campaigns/{campaignId}/progress", HandleAsync)
        .RequireScope(Scopes.Campaigns).WithTags("Campaigns").WithSummary("Follow a campaign; resumes with Last-Event-ID");

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> HandleAsync(
        string campaignId, HttpRequest request, Caller caller, CampaignsDb db, IServiceScopeFactory scopes, IHostApplicationLifetime process, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        long seen = 0;
        if (request.Headers.TryGetValue("Last-Event-ID", out var last) && !long.TryParse(last, out seen))
            return Problems.Problem(400, "invalid-request", "The request is not valid", "Last-Event-ID: is not an id of this stream.");
        return TypedResults.ServerSentEvents(FollowAsync(campaign.CampaignId, seen, scopes, process.ApplicationStopping, clock, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        Guid campaignId, long seen, IServiceScopeFactory scopes, CancellationToken stopping, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A process that stops ends its streams between two events: their readers come back, with Last-Event-ID, to one that stays.
        while (!stopping.IsCancellationRequested)
        {
            CampaignState state;
            List<ProgressEntry> entries;
            await using (var scope = scopes.CreateAsyncScope())
            {
                // The state first: what it says has its entries committed.
                var db = scope.ServiceProvider.GetRequiredService<CampaignsDb>();
                state = await db.Campaigns.Where(row => row.CampaignId == campaignId).Select(row => row.State).SingleAsync(cancellationToken);
                entries = await db.Progress.AsNoTracking().Where(row => row.CampaignId == campaignId && row.Sequence > seen).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
            }

            foreach (var entry in entries)
            {
                seen = entry.Sequence;
                yield return new SseItem<string>(JsonSerializer.Serialize(new ProgressView(entry.Sequence, entry.Stage, entry.Message, entry.Done, entry.Total, entry.At), PlatformJson.Http), "progress")
                {
                    EventId = entry.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
                };
            }

            if (state is not (CampaignState.PreparingAudience or CampaignState.Generating))
            {
                yield return new SseItem<string>($"{{\"state\":\"{CampaignView.StateName(state)}\"}}", "end");
                yield break;
            }

            await Task.Delay(Look, clock, cancellationToken);
        }
    }
}

internal sealed record ProgressView(long Sequence, string Stage, string Message, int? Done, int? Total, DateTimeOffset At);
