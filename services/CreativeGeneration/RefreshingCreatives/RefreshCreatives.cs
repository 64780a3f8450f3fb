using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>What delivery suggests to write anew, with its numbers; and a person's order to do it, with or without a suggestion.</summary>
internal static class RefreshCreatives
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/creatives/refreshes", ListAsync).RequireScope(Scopes.Creatives);
        routes.MapPost("/v1/creatives/refreshes", OrderAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();
    }

    private static async Task<Results<Ok<RefreshList>, ProblemHttpResult>> ListAsync(string? campaignId, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        if (!errors.Check(Ids.TryParse("cmp", campaignId, out var campaign), "campaignId", "must be a campaign id, cmp_...")) return errors.ToProblem();
        if (await db.VersionsAsync(caller.AccountId, campaign, cancellation) is null) return Problems.NotFound("campaign with creatives");
        var rows = await db.Refreshes.AsNoTracking().Where(r => r.AccountId == caller.AccountId && r.CampaignId == campaign).OrderByDescending(r => r.RefreshId).ToListAsync(cancellation);
        return TypedResults.Ok(new RefreshList(campaignId!, [.. rows.Select(RefreshView.Of)]));
    }

    private static async Task<Results<Created<RefreshView>, ProblemHttpResult>> OrderAsync(Strict<RefreshRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var (request, errors, suggestion) = (body.Value, new FieldErrors(), Guid.Empty);
        errors.Check(Ids.TryParse("cmp", request.CampaignId, out var campaign), "campaignId", "must be a campaign id, cmp_...");
        errors.Check(request.RequestedBy?.Trim().Length is >= 1 and <= 200, "requestedBy", "must name who asks, 1 to 200 characters");
        if (request.SuggestionId is not null) errors.Check(Ids.TryParse("rfs", request.SuggestionId, out suggestion), "suggestionId", "must be the id of a suggestion, rfs_...");
        if (errors.Any) return errors.ToProblem();
        // One at a time: two orders at once would both be the next version.
        await db.BeginWriteAsync(cancellation);
        if (await db.VersionsAsync(caller.AccountId, campaign, cancellation) is not var (newest, first) || newest.FailedField is not null) return Problems.NotFound("campaign with creatives");
        if (first.Brief is null) return Problems.Conflict("written-before", "The brief of this campaign was not kept: submit the campaign anew.");
        if (await db.RunsAsync(newest, cancellation)) return Problems.Conflict("refresh-running", "A refresh of this campaign is being written. Wait for it.");
        var now = clock.GetUtcNow();
        Refresh? refresh;
        if (request.SuggestionId is null)
            db.Refreshes.Add(refresh = new() { RefreshId = Ids.New(now), AccountId = caller.AccountId, CampaignId = campaign, CampaignVersion = newest.CampaignVersion, Reasons = "[]", Winners = "[]", CreatedAt = now });
        else
        {
            refresh = await db.Refreshes.SingleOrDefaultAsync(r => r.AccountId == caller.AccountId && r.CampaignId == campaign && r.RefreshId == suggestion, cancellation);
            if (refresh is null) return Problems.NotFound("suggestion of this campaign");
            if (refresh.OrderedVersion is { } done) return Problems.Conflict("refresh-done", $"It became version {done} of the campaign.");
            if (refresh.CampaignVersion != newest.CampaignVersion) return Problems.Conflict("superseded", $"The campaign is at version {newest.CampaignVersion}; this suggestion is about version {refresh.CampaignVersion}.");
        }
        Ordering.Order(db, refresh, newest, first, request.RequestedBy!.Trim(), now);
        return TypedResults.Created($"/v1/creatives/refreshes?campaignId={request.CampaignId}", RefreshView.Of(refresh));
    }
}

/// <param name="SuggestionId">What it answers; null for a refresh of all formats and segments that nothing has suggested.</param>
internal sealed record RefreshRequest(string? CampaignId, string? RequestedBy, string? SuggestionId);

/// <param name="Items">Newest first.</param>
internal sealed record RefreshList(string CampaignId, IReadOnlyList<RefreshView> Items);

/// <param name="OrderedVersion">The campaign version that it became; null while it is only suggested.</param>
internal sealed record RefreshView(
    string Id, int CampaignVersion, IReadOnlyList<ReasonView> Reasons, IReadOnlyList<string> Winners, DateTimeOffset CreatedAt, int? OrderedVersion, string? OrderedBy, DateTimeOffset? OrderedAt)
{
    public static RefreshView Of(Refresh r) => new(
        Ids.Format("rfs", r.RefreshId), r.CampaignVersion, [.. JsonSerializer.Deserialize<List<RefreshReason>>(r.Reasons, PlatformJson.Bus)!.Select(ReasonView.Of)],
        [.. JsonSerializer.Deserialize<List<Guid>>(r.Winners, PlatformJson.Bus)!.Select(id => Ids.Format("crv", id))], r.CreatedAt, r.OrderedVersion, r.OrderedBy, r.OrderedAt);
}

/// <summary>As in <see cref="RefreshReason"/>, with a sentence.</summary>
internal sealed record ReasonView(
    RefreshKind Kind, string? CreativeId, string? Segment, string? Format, string? Locale, long Impressions, long Clicks, double Rate, double Reference, double PValue, string Reason)
{
    public static ReasonView Of(RefreshReason r) => new(
        r.Kind, r.CreativeId is { } creative ? Ids.Format("crv", creative) : null, r.SegmentId is { } segment ? Ids.Format("seg", segment) : null,
        r.Format, r.Locale, r.Impressions, r.Clicks, r.Rate, r.Reference, r.PValue, r.Kind switch
        {
            RefreshKind.Fatigue => FormattableString.Invariant($"responds at {r.Rate:P2} in its latest third of exposure, at {r.Reference:P2} in its first (p = {r.PValue:0.0E+0})"),
            RefreshKind.WeakSegment => FormattableString.Invariant($"responds at {r.Rate:P2}, the rest of the campaign at {r.Reference:P2} (p = {r.PValue:0.0E+0})"),
            _ => FormattableString.Invariant($"every variant is tired: {r.Rate:P2} lately, {r.Reference:P2} at first"),
        });
}
