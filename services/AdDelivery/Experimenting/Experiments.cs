using AdPlatform.AdDelivery.KeepingCampaigns;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AdDelivery.Experimenting;

/// <summary>Tests of formats and messages: opened, read at any time, stopped.</summary>
internal static class Experiments
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/experiments").RequireScope(Scopes.Reports).WithTags("Experiments");
        group.MapPost("", OpenAsync).RequireIdempotencyKey<DeliveryDb>().WithSummary("Compares a campaign's creatives, from now on.");
        group.MapGet("/{experimentId}", ReadAsync).WithSummary("What the uniform slice says so far; looking early is safe.");
        group.MapPost("/{experimentId}/stop", StopAsync).WithSummary("Ends it; allocation is learning's again.");
    }

    private static async Task<Results<Created<ExperimentView>, ProblemHttpResult>> OpenAsync(
        ExperimentRequest request, Caller caller, DeliveryDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = Ids.TryParse("cmp", request.CampaignId, out var id) ? await db.ComposeAsync(id, cancellationToken) : null;
        if (campaign is null || !Owns(caller, campaign.PublisherId, campaign.AdvertiserId)) return Problems.NotFound("campaign");
        var errors = new FieldErrors();
        if (request.Check(campaign, errors) is not { } experiment) return errors.ToProblem();
        var now = clock.GetUtcNow();
        var stored = new StoredExperiment(Ids.New(now), id, campaign.PublisherId, campaign.AdvertiserId, experiment, now, null);
        await db.BeginWriteAsync(cancellationToken);
        await db.OpenExperimentAsync(stored, cancellationToken);
        await db.MarkChangedAsync($"campaign:{id:D}", cancellationToken);
        var view = View(stored, []);
        return TypedResults.Created($"/v1/experiments/{view.Id}", view);
    }

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult>> ReadAsync(string experimentId, Caller caller, DeliveryDb db, CancellationToken cancellationToken) =>
        await FindAsync(experimentId, caller, db, cancellationToken) is { } stored ? TypedResults.Ok(View(stored, await db.CountsAsync(stored, cancellationToken))) : Problems.NotFound("experiment");

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult>> StopAsync(string experimentId, Caller caller, DeliveryDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await FindAsync(experimentId, caller, db, cancellationToken) is not { } stored) return Problems.NotFound("experiment");
        if (stored.StoppedAt is null)
        {
            stored = stored with { StoppedAt = clock.GetUtcNow() };
            await db.BeginWriteAsync(cancellationToken);
            await db.ExecuteAsync("UPDATE experiments SET stopped_at = @p0 WHERE experiment_id = @p1 AND stopped_at IS NULL", cancellationToken, stored.StoppedAt, stored.Id);
            await db.MarkChangedAsync($"campaign:{stored.CampaignId:D}", cancellationToken);
            await db.CommitAsync(cancellationToken);
        }
        return TypedResults.Ok(View(stored, await db.CountsAsync(stored, cancellationToken)));
    }

    private static async Task<StoredExperiment?> FindAsync(string experimentId, Caller caller, DeliveryDb db, CancellationToken cancellationToken) =>
        Ids.TryParse("exp", experimentId, out var id) && await db.ExperimentAsync(id, cancellationToken) is { } stored && Owns(caller, stored.PublisherId, stored.AdvertiserId) ? stored : null;

    private static bool Owns(Caller caller, string publisherId, string advertiserId) => (caller.Kind == AccountKind.Publisher ? publisherId : advertiserId) == caller.AccountId;

    private static ExperimentView View(StoredExperiment stored, IReadOnlyList<(Guid Creative, string Context, DeliveryKind Kind, long Count)> counts)
    {
        var experiment = stored.Experiment;
        var readout = Reading.Read(experiment, Of(experiment.Metric), [.. experiment.Guardrails.Select(rail => Of(rail.Metric))], stored.Id.GetHashCode());
        var exposure = experiment.Arms.ToDictionary(arm => arm.Name, arm => (IReadOnlyDictionary<string, long>)counts
            .Where(c => c.Kind == DeliveryKind.Impression && arm.CreativeIds.Contains(c.Creative))
            .GroupBy(c => c.Context == Contexts.None ? c.Context : Ids.Format("seg", Guid.Parse(c.Context))).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)));
        return new(
            Ids.Format("exp", stored.Id), experiment.Name, Ids.Format("cmp", stored.CampaignId), EventKinds.Name(experiment.Metric), experiment.Fixed ? "fixed" : "adaptive", experiment.Alpha,
            stored.StartedAt, stored.StoppedAt, readout, exposure);

        IReadOnlyList<ArmCount> Of(DeliveryKind metric) => [.. experiment.Arms.Select(arm => new ArmCount(
            counts.Where(c => c.Kind == DeliveryKind.Impression && arm.CreativeIds.Contains(c.Creative)).Sum(c => c.Count),
            counts.Where(c => c.Kind == metric && arm.CreativeIds.Contains(c.Creative)).Sum(c => c.Count)))];
    }
}

/// <param name="Exposure">Impressions by arm and segment.</param>
internal sealed record ExperimentView(
    string Id, string Name, string CampaignId, string Metric, string Allocation, double Alpha, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt,
    Readout Readout, IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Exposure);
