using System.Globalization;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ReadingPlan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <param name="Hours">1 to 336. Default: the publisher's option.</param>
internal sealed record HoldRequest(int? Hours = null);

/// <param name="Lines">By line id (<c>lin_...</c>); a line that is missing is guaranteed and direct.</param>
internal sealed record BookRequest(IReadOnlyDictionary<string, LineTerms>? Lines = null);

internal sealed record ReleasedPlan(string PlanId, int Lines);

/// <summary>
/// <c>POST /v1/plans/{pln_}/hold</c>, <c>/book</c>, <c>/release</c>; <c>GET /v1/plans/{pln_}/order</c> and <c>order.html</c>. All of a plan or nothing; whoever
/// comes too late is told what is left.
/// </summary>
internal static class HoldPlan
{
    private const int LinesPerMessage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1/plans/{planId}").RequireScope(Scopes.Plans);
        plans.MapPost("hold", HoldAsync).RequireIdempotencyKey<PlanningDb>();
        plans.MapPost("book", BookAsync).RequireIdempotencyKey<PlanningDb>();
        plans.MapPost("release", ReleaseAsync).RequireIdempotencyKey<PlanningDb>();
        plans.MapGet("order", ReadAsync);
        plans.MapGet("order.html", HtmlAsync);
    }

    private static async Task<Results<Ok<InsertionOrder>, ProblemHttpResult>> HoldAsync(
        string planId, Strict<HoldRequest> body, Caller caller, PlanningDb db, IOptions<PlanningOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (!errors.Check(body.Value.Hours is null or (>= 1 and <= 336), "hours", "must be from 1 to 336")) return errors.ToProblem();
        var now = clock.GetUtcNow();
        var until = now + (body.Value.Hours is { } hours ? TimeSpan.FromHours(hours) : options.Value.HoldFor);
        return await TakeAsync(planId, caller, db, null, until, null, now, cancellationToken);
    }

    private static async Task<Results<Ok<InsertionOrder>, ProblemHttpResult>> BookAsync(
        string planId, Strict<BookRequest> body, Caller caller, PlanningDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        foreach (var (line, terms) in body.Value.Lines ?? new Dictionary<string, LineTerms>())
        {
            errors.Check(Ids.TryParse("lin", line, out _), $"lines.{line}", "must be a line id, lin_ and 32 hexadecimal digits");
            errors.Check(terms.DealId is null or { Length: > 0 and <= 100 }, $"lines.{line}.dealId", "must have 1 to 100 characters");
        }
        if (errors.Any) return errors.ToProblem();
        var now = clock.GetUtcNow();
        return await TakeAsync(planId, caller, db, Ids.New(now), null, body.Value.Lines, now, cancellationToken);
    }

    /// <param name="orderId">Null holds.</param>
    private static async Task<Results<Ok<InsertionOrder>, ProblemHttpResult>> TakeAsync(
        string planId, Caller caller, PlanningDb db, Guid? orderId, DateTimeOffset? until, IReadOnlyDictionary<string, LineTerms>? terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await ReadPlan.FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        if (plan.Document is null) return Problems.Conflict("plan-infeasible", "There is no plan to hold: its constraints allow none.");
        var document = ReadPlan.Document(plan.Document);
        if (terms?.Keys.FirstOrDefault(line => document.Lines.All(l => l.LineId != line)) is { } unknown) return Problems.Unprocessable("unknown-line", $"lines.{unknown}: the plan has no such line.");
        var inputs = JsonSerializer.Deserialize<PlanInputs>((await db.PlanInputs.AsNoTracking().SingleAsync(i => i.PlanId == plan.PlanId, cancellationToken)).Inputs, PlatformJson.Bus)!;
        var offers = await TakingAvails.OffersAsync(db, inputs, cancellationToken);

        await db.BeginWriteAsync(cancellationToken);
        await ExpiringHolds.ExpireAsync(db, now, cancellationToken);
        var taken = await db.TakenLines.AsNoTracking().Where(l => l.PlanId == plan.PlanId && (l.State == TakenState.Held || l.State == TakenState.Booked)).ToListAsync(cancellationToken);
        if (taken.Any(l => l.State == TakenState.Booked)) return Problems.Conflict("already-booked", "The plan is booked already; release it first.");
        // A hold that is held again, or booked, gives back and takes in one transaction: nobody comes between.
        await TakingAvails.GiveBackAsync(db, taken, TakenState.Released, cancellationToken);
        var shortages = await TakingAvails.TakeAsync(db, plan, document, inputs, offers, orderId, until, cancellationToken);
        if (shortages.Count > 0)
        {
            return Problems.Problem(409, "sold-out", "Somebody else has it", $"{shortages.Count} weeks of supply are short. {Words(shortages[0])}. Plan again: a new plan uses what is left.",
                shortages.GroupBy(s => s.Supply).ToDictionary(g => g.Key, g => g.Select(Words).ToArray()));
        }

        var lines = BookedLines.Of(document, inputs, terms ?? new Dictionary<string, LineTerms>());
        var order = InsertionOrder.Of(plan, document, orderId, orderId is null ? "held" : "booked", until, orderId is null ? null : now, lines);
        if (orderId is { } id) Book(db, plan, inputs, id, lines, order, now);
        else
        {
            foreach (var chunk in lines.Chunk(LinesPerMessage * 10))
            {
                db.Publish(new LinesHeld
                {
                    AccountId = plan.AccountId, PublisherId = plan.PublisherId, PlanId = plan.PlanId, PlanVersion = plan.PlanVersion, HeldAt = now, ExpiresAt = until!.Value,
                    Lines = [.. chunk.Select(l => new HeldLine(l.LineId, l.Targeting.TitleId, l.Targeting.Format, l.Targeting.Geography, l.Impressions))],
                }, now);
            }
        }
        return TypedResults.Ok(order);
    }

    private static void Book(PlanningDb db, StoredPlan plan, PlanInputs inputs, Guid orderId, IReadOnlyList<BookedLine> lines, InsertionOrder order, DateTimeOffset now)
    {
        db.InsertionOrders.Add(new InsertionOrderRow
        {
            OrderId = orderId, AccountId = plan.AccountId, PublisherId = plan.PublisherId, PlanId = plan.PlanId, Document = JsonSerializer.Serialize(order, PlatformJson.Bus), BookedAt = now,
        });
        foreach (var chunk in lines.Chunk(LinesPerMessage))
        {
            db.Publish(new LinesBooked
            {
                AccountId = plan.AccountId, PublisherId = plan.PublisherId, OrderId = orderId, PlanId = plan.PlanId, PlanVersion = plan.PlanVersion,
                CampaignId = plan.CampaignVersion > 0 ? plan.CampaignId : null, Objective = inputs.Request.Objective, Zone = inputs.Request.Zone,
                FrequencyCap = inputs.Request.Targeting.FrequencyCap, Lines = chunk, BookedAt = now,
            }, now);
        }
    }

    private static async Task<Results<Ok<ReleasedPlan>, ProblemHttpResult>> ReleaseAsync(string planId, Caller caller, PlanningDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await ReadPlan.FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        await db.BeginWriteAsync(cancellationToken);
        var taken = await db.TakenLines.AsNoTracking().Where(l => l.PlanId == plan.PlanId && (l.State == TakenState.Held || l.State == TakenState.Booked)).ToListAsync(cancellationToken);
        await TakingAvails.GiveBackAsync(db, taken, TakenState.Released, cancellationToken);
        if (taken.Count > 0) db.Publish(Released(taken, plan.PlanVersion, ReleaseReason.Released, now), now);
        return TypedResults.Ok(new ReleasedPlan(planId, taken.Count));
    }

    public static LinesReleased Released(IReadOnlyList<TakenLine> lines, int planVersion, ReleaseReason reason, DateTimeOffset now) => new()
    {
        AccountId = lines[0].AccountId, PublisherId = lines[0].PublisherId, PlanId = lines[0].PlanId, PlanVersion = planVersion, LineIds = [.. lines.Select(l => l.LineId)], Reason = reason, ReleasedAt = now,
    };

    private static async Task<Results<Ok<InsertionOrder>, ProblemHttpResult>> ReadAsync(string planId, Caller caller, PlanningDb db, TimeProvider clock, CancellationToken cancellationToken) =>
        await OrderAsync(planId, caller, db, clock.GetUtcNow(), cancellationToken) is { } order ? TypedResults.Ok(order) : Problems.NotFound("plan");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> HtmlAsync(string planId, Caller caller, PlanningDb db, TimeProvider clock, CancellationToken cancellationToken) =>
        await OrderAsync(planId, caller, db, clock.GetUtcNow(), cancellationToken) is { } order
            ? TypedResults.Content(OrderHtml.Write(order), "text/html; charset=utf-8", Encoding.UTF8) : Problems.NotFound("plan");

    private static async Task<InsertionOrder?> OrderAsync(string planId, Caller caller, PlanningDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await ReadPlan.FindAsync(planId, caller, db, cancellationToken) is not { Document: not null } plan) return null;
        var taken = await db.TakenLines.AsNoTracking().Where(l => l.PlanId == plan.PlanId).ToListAsync(cancellationToken);
        if (taken.FirstOrDefault(l => l.State == TakenState.Booked) is { OrderId: { } orderId })
            return JsonSerializer.Deserialize<InsertionOrder>((await db.InsertionOrders.AsNoTracking().SingleAsync(o => o.OrderId == orderId, cancellationToken)).Document, PlatformJson.Bus);
        var until = taken.FirstOrDefault(l => l.State == TakenState.Held && l.ExpiresAt > now)?.ExpiresAt;
        var inputs = JsonSerializer.Deserialize<PlanInputs>((await db.PlanInputs.AsNoTracking().SingleAsync(i => i.PlanId == plan.PlanId, cancellationToken)).Inputs, PlatformJson.Bus)!;
        var document = ReadPlan.Document(plan.Document);
        return InsertionOrder.Of(plan, document, null, until is null ? "proposed" : "held", until, null, BookedLines.Of(document, inputs, new Dictionary<string, LineTerms>()));
    }

    private static string Words(Shortage s) => string.Create(CultureInfo.InvariantCulture, $"{s.Supply}, week of {s.Monday:yyyy-MM-dd}: {s.Asked} impressions asked for, {s.Left} left");
}
