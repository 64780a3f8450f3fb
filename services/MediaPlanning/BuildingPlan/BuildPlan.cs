using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.MediaPlanning.BuildingPlan;

internal abstract record PlanOutcome
{
    private PlanOutcome()
    {
    }

    internal sealed record Built(PlanDocument Plan, MediaPlanBuilt Message) : PlanOutcome;

    internal sealed record Infeasible(MediaPlanInfeasible Message) : PlanOutcome;
}

/// <summary>The decision: inputs in, a plan or the reason why there is none out. The same inputs give the same plan.</summary>
internal static class BuildPlan
{
    public static PlanOutcome Decide(PlanInputs inputs, Guid planId, DateTimeOffset now, Func<Guid> newLineId)
    {
        var request = inputs.Request;
        var weeks = FlightWeeks.Of(request.Flight, inputs.Today);
        if (weeks.Count == 0)
            return Infeasible(request, ["flight"], $"The flight ended on {request.Flight.End:yyyy-MM-dd}; it must end on {inputs.Today:yyyy-MM-dd} or later.");
        if (weeks.Count > inputs.Options.MaxWeeks)
            return Infeasible(request, ["flight"], $"The flight spans {weeks.Count} weeks; shorten it to at most {inputs.Options.MaxWeeks}.");
        if (inputs.Offers.Count == 0) return NoInventory(inputs);

        var audience = PlanAudience.From(request.Universe, request.Segments, request.Overlaps, request.OverlapFloor, inputs.WeeklyImpressions, inputs.Options);
        Candidate[] candidates = [.. inputs.Offers.Select(offer => SelectingCandidates.Forecast(inputs.Options, offer, weeks))];
        var audiences = candidates.ToDictionary(c => c, c => LineAudience.Of(audience, c.Offer));
        var unit = MoneyUnit.Micros(request.Budget.Currency);
        var budget = request.Budget.Micros / unit;
        if (budget < 1) return Infeasible(request, ["budget"], $"The budget of {request.Budget} is less than the smallest amount of {request.Budget.Currency}.");
        var booking = Math.Floor(Math.Min((double)(inputs.Options.MinimumBooking * Contracts.Money.MicrosPerUnit / unit), budget / 5.0));
        if (LimitingSpend.Unknown(inputs).FirstOrDefault() is { } unknown)
            return Infeasible(request, [$"locks: {unknown.TitleId}"], $"There is no line of {unknown.TitleId} as {unknown.Format} in {unknown.Geography} among the inventory that fits the request: take the lock away.");
        var (choice, conflict) = ChoosingLines.Choose(candidates, lines => FormulatingProblem.From(inputs, weeks, audience, lines, audiences), booking, MostLines(inputs.Options, weeks.Count));
        if (conflict is not null)
        {
            var (constraints, relaxation) = NamingConflict.Of(inputs, weeks, candidates, conflict);
            return Infeasible(request, constraints, relaxation);
        }
        var chosen = choice!;
        if (chosen.Units.All(u => u == 0))
            return Infeasible(request, ["targeting", "budget"], "No line is worth its price for these segments: widen the segments, or raise the budget.");
        var plan = WritingPlan.Write(inputs, weeks, chosen, audience, audiences, planId, now, newLineId);
        return new PlanOutcome.Built(plan, WritingPlan.Message(inputs, plan, planId));
    }

    /// <summary>A plan travels in one message below 1 MiB: about 600 bytes a line and 160 a line and week.</summary>
    private static int MostLines(PlanningOptions options, int weeks) => Math.Min(options.MaxLines, 900_000 / (600 + 160 * weeks));

    private static PlanOutcome.Infeasible NoInventory(PlanInputs inputs)
    {
        var request = inputs.Request;
        if (inputs.LeftOut.Count == 0)
        {
            return Infeasible(request, ["geographies", "formats"],
                $"There is no inventory in {string.Join(", ", request.Geographies)} for {string.Join(", ", request.Formats)}: add a geography or format that the publisher sells, or import inventory.");
        }
        var (reason, count) = inputs.LeftOut.MaxBy(pair => pair.Value);
        return Infeasible(request, [.. inputs.LeftOut.Select(pair => $"{pair.Key} ({pair.Value} lines)")], $"Giving up this one alone would open {count} lines: {reason}.");
    }

    internal static PlanOutcome.Infeasible Infeasible(BuildMediaPlan request, IReadOnlyList<string> constraints, string relaxation) => new(new MediaPlanInfeasible
    {
        AccountId = request.AccountId,
        CampaignId = request.CampaignId,
        CampaignVersion = request.CampaignVersion,
        Constraints = constraints,
        Relaxation = relaxation,
    });
}
