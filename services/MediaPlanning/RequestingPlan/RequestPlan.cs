using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ReadingSentence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.RequestingPlan;

/// <param name="Request">What would run: the fields, filled by the sentence.</param>
internal sealed record ReadRequest(PlanRequest Request, IReadOnlyList<string> NotUnderstood);

/// <summary><c>POST /v1/plans</c>: a planner's plan, without a campaign. <c>POST /v1/plans/sentences</c>: what a sentence is understood as, before it runs.</summary>
internal static class RequestPlan
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1/plans").RequireScope(Scopes.Plans);
        plans.MapPost("", CreateAsync).RequireIdempotencyKey<PlanningDb>();
        plans.MapPost("sentences", Read);
    }

    private static Results<Ok<ReadRequest>, ProblemHttpResult> Read(Strict<PlanRequest> body, TimeProvider clock)
    {
        var errors = new FieldErrors();
        if (!errors.Check(body.Value.Text is { Length: > 0 and <= SentenceGrammar.MaxLength }, "text", $"must have 1 to {SentenceGrammar.MaxLength} characters")) return errors.ToProblem();
        var sentence = SentenceGrammar.Read(body.Value.Text!, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        return TypedResults.Ok(new ReadRequest(ValidatingRequest.Filled(body.Value, sentence), sentence.NotUnderstood));
    }

    private static async Task<Results<Created<PlanDocument>, ProblemHttpResult>> CreateAsync(
        Strict<PlanRequest> body, Caller caller, PlanningDb db, IOptions<PlanningOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var planId = Ids.New(now);
        var errors = new FieldErrors();
        if (await InputsAsync(body.Value, caller, planId, db, options.Value, now, errors, cancellationToken) is not { } inputs) return errors.ToProblem();
        var outcome = MeetingGoal.Decide(inputs, planId, now, () => Ids.New(now));
        if (outcome is PlanOutcome.Infeasible no) return Infeasible(no.Message);
        var document = Store(db, inputs, (PlanOutcome.Built)outcome, planId, 1, now);
        return TypedResults.Created($"/v1/plans/{document.PlanId}", document);
    }

    /// <summary>The request as inputs of a plan, with what is left of the inventory now; null with the fields that are wrong.</summary>
    public static async Task<PlanInputs?> InputsAsync(
        PlanRequest request, Caller caller, Guid planId, PlanningDb db, PlanningOptions options, DateTimeOffset now, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (request.Text is { } text)
        {
            if (!errors.Check(text.Length is > 0 and <= SentenceGrammar.MaxLength, "text", $"must have 1 to {SentenceGrammar.MaxLength} characters")) return null;
            request = ValidatingRequest.Filled(request, SentenceGrammar.Read(text, DateOnly.FromDateTime(now.UtcDateTime)));
        }
        var today = BuildMediaPlanConsumer.Today(request.Zone ?? "Etc/UTC", now);
        if (ValidatingRequest.Check(request, caller, planId, today, errors) is not var (command, constraints)) return null;
        var offers = await LoadingOffers.LoadAsync(db, command, cancellationToken);
        return SelectingCandidates.Select(command, today, offers, options, constraints);
    }

    public static PlanDocument Store(PlanningDb db, PlanInputs inputs, PlanOutcome.Built built, Guid planId, int version, DateTimeOffset now)
    {
        var document = built.Plan with { PlanVersion = version };
        db.Plans.Add(new StoredPlan
        {
            PlanId = planId, AccountId = inputs.Request.AccountId, PublisherId = inputs.Request.PublisherId, CampaignId = inputs.Request.CampaignId, CampaignVersion = inputs.Request.CampaignVersion, PlanVersion = version,
            Feasible = true, Message = JsonSerializer.Serialize(built.Message, PlatformJson.Bus), Document = JsonSerializer.Serialize(document, PlatformJson.Bus), BuiltAt = now,
        });
        db.PlanInputs.Add(new StoredInputs { PlanId = planId, AccountId = inputs.Request.AccountId, Inputs = JsonSerializer.Serialize(inputs, PlatformJson.Bus) });
        return document;
    }

    public static ProblemHttpResult Infeasible(MediaPlanInfeasible no) => Problems.Unprocessable(
        "plan-infeasible", $"{string.Join("; ", no.Constraints)}: {no.Relaxation}", new Dictionary<string, string[]> { ["constraints"] = [.. no.Constraints], ["relaxation"] = [no.Relaxation] });
}
