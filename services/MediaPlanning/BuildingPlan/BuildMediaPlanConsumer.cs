using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>Builds once per campaign version; a repeated command is answered with the stored answer.</summary>
internal sealed class BuildMediaPlanConsumer(PlanningDb db, IOptions<PlanningOptions> options, TimeProvider clock) : IConsumer<BuildMediaPlan>
{
    private static readonly ActivitySource Traces = new("AdPlatform.MediaPlanning");
    private static readonly Meter Meter = new("AdPlatform.MediaPlanning");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("adplatform.planning.build.duration", "s", "Time to build a plan from its inputs.");

    public async Task Consume(ConsumeContext<BuildMediaPlan> context)
    {
        var request = context.Message;
        var now = clock.GetUtcNow();
        var known = await db.Plans.AsNoTracking().SingleOrDefaultAsync(
            p => p.AccountId == request.AccountId && p.CampaignId == request.CampaignId && p.CampaignVersion == request.CampaignVersion, context.CancellationToken);
        if (known is not null)
        {
            Publish(known, now);
            return;
        }

        var offers = await LoadingOffers.LoadAsync(db, request, context.CancellationToken);
        var started = clock.GetTimestamp();
        using var activity = Traces.StartActivity("build plan");
        var inputs = SelectingCandidates.Select(request, Today(request.Zone, now), offers, options.Value);
        var planId = Ids.New(now);
        var outcome = BuildPlan.Decide(inputs, planId, now, () => Ids.New(now));
        activity?.SetTag("adplatform.offers", offers.Count);
        Duration.Record(clock.GetElapsedTime(started).TotalSeconds);

        var plan = new StoredPlan
        {
            PlanId = planId,
            AccountId = request.AccountId,
            PublisherId = request.PublisherId,
            CampaignId = request.CampaignId,
            CampaignVersion = request.CampaignVersion,
            PlanVersion = 1,
            Feasible = outcome is PlanOutcome.Built,
            Message = outcome is PlanOutcome.Built done ? Json(done.Message) : Json(((PlanOutcome.Infeasible)outcome).Message),
            Document = outcome is PlanOutcome.Built built ? Json(built.Plan) : null,
            BuiltAt = now,
        };
        db.Plans.Add(plan);
        db.PlanInputs.Add(new StoredInputs { PlanId = planId, AccountId = request.AccountId, Inputs = Json(inputs) });
        Publish(plan, now);
    }

    private void Publish(StoredPlan plan, DateTimeOffset now)
    {
        if (plan.Feasible) db.Publish(JsonSerializer.Deserialize<MediaPlanBuilt>(plan.Message, PlatformJson.Bus)!, now);
        else db.Publish(JsonSerializer.Deserialize<MediaPlanInfeasible>(plan.Message, PlatformJson.Bus)!, now);
    }

    /// <summary>Campaigns has checked the zone; one that this machine does not know counts in UTC.</summary>
    public static DateOnly Today(string zone, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(now, found).DateTime : now.UtcDateTime);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, PlatformJson.Bus);
}
