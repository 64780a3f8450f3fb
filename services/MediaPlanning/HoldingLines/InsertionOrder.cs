using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.MediaPlanning.BuildingPlan;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <summary>What advertiser and publisher agree on. Every total is the sum of the lines, and the lines are the plan's.</summary>
/// <param name="Status">proposed, held or booked.</param>
internal sealed record InsertionOrder(
    string? OrderId, string PlanId, int PlanVersion, string Status, string Advertiser, string Publisher, Objective Objective, Flight Flight, string Zone, Money Total, long Impressions, Money Cpm,
    DateTimeOffset? HeldUntil, DateTimeOffset? BookedAt, double Reach, double AverageFrequency, IReadOnlyList<OrderLine> Lines)
{
    public static InsertionOrder Of(StoredPlan plan, PlanDocument document, Guid? orderId, string status, DateTimeOffset? heldUntil, DateTimeOffset? bookedAt, IReadOnlyList<BookedLine> lines) => new(
        orderId is { } id ? Ids.Format("ord", id) : null, document.PlanId, document.PlanVersion, status, plan.AccountId, plan.PublisherId, document.Objective, document.Flight, document.Zone,
        document.Planned, document.Impressions, document.Cpm, heldUntil, bookedAt, document.Reach.AtLeast[0], document.Reach.AverageFrequency,
        [.. lines.Select(line => new OrderLine(Ids.Format("lin", line.LineId), line.Kind, line.DealId, line.Targeting.Title, line.Targeting, line.Start, line.End, line.Cpm, line.Impressions, line.Budget, line.Pacing))]);
}

internal sealed record OrderLine(
    string LineId, BookingKind Kind, string? DealId, string Title, BookedTargeting Targeting, DateOnly Start, DateOnly End, Money Cpm, long Impressions, Money Budget, IReadOnlyList<PacingStep> Pacing);

internal static class BookedLines
{
    /// <param name="terms">Kind and deal per line id; a line without is guaranteed and direct.</param>
    public static IReadOnlyList<BookedLine> Of(PlanDocument document, PlanInputs inputs, IReadOnlyDictionary<string, LineTerms> terms) => [.. document.Lines.Select(line =>
    {
        var steps = line.Weeks.Where(w => w.Impressions > 0 || w.Budget.Micros > 0).Select(w => Step(document.Flight, inputs.Today, w)).ToArray();
        var own = terms.GetValueOrDefault(line.LineId);
        return new BookedLine
        {
            LineId = TakingAvails.LineId(line), Kind = own?.Guaranteed == false ? BookingKind.NotGuaranteed : BookingKind.Guaranteed, DealId = own?.DealId, Cpm = line.Cpm, Budget = line.Budget,
            Impressions = line.Impressions, Start = steps[0].From, End = steps[^1].To, Pacing = steps,
            Targeting = new BookedTargeting
            {
                TitleId = line.TitleId, Title = line.Title, Format = line.Format, Genres = line.Genres, Geography = line.Geography, Daypart = line.Daypart, Device = line.Device,
                Segments = inputs.Request.CampaignVersion > 0 ? [.. inputs.Request.Segments.Select(s => s.SegmentId)] : [],
            },
        };
    })];

    private static PacingStep Step(Flight flight, DateOnly today, PlannedCell week)
    {
        var (from, to) = (week.Monday, week.Monday.AddDays(6));
        if (from < flight.Start) from = flight.Start;
        if (from < today) from = today;
        if (to > flight.End) to = flight.End;
        return new PacingStep(from, to, week.Budget, week.Impressions);
    }
}

/// <param name="Guaranteed">Default true.</param>
/// <param name="DealId">Of a private marketplace, 1 to 100 characters.</param>
internal sealed record LineTerms(bool? Guaranteed = null, string? DealId = null);
