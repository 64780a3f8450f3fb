using AdPlatform.Contracts;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>From cells in whole units of money to a plan: lines x weeks with cost, impressions and reach.</summary>
internal static class WritingPlan
{
    public static PlanDocument Write(
        PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, ChosenLines chosen, PlanAudience audience, IReadOnlyDictionary<Candidate, LineAudience> audiences, Guid planId, DateTimeOffset now, Func<Guid> newLineId)
    {
        var request = inputs.Request;
        var currency = request.Budget.Currency;
        var unit = MoneyUnit.Micros(currency);
        var count = weeks.Count;
        var cells = chosen.Problem.Lines.Select((line, i) => weeks.Select((week, t) => Cell(line, week, t, chosen.Units[i * count + t] * unit, currency)).ToArray()).ToArray();
        var bought = Enumerable.Range(0, cells.Length).Where(i => cells[i].Any(c => c.Budget.Micros > 0)).OrderByDescending(i => cells[i].Sum(c => c.Budget.Micros)).ThenBy(i => i).ToArray();

        var rates = bought.Select(i => audiences[chosen.Problem.Lines[i]].Rates).ToArray();
        var cap = request.Targeting.FrequencyCap?.PerFlight;
        var impressions = bought.Select(i => (double)cells[i].Sum(c => c.Impressions)).ToArray();
        var low = bought.Select(i => cells[i].Sum(c => (double)Math.Min(c.Impressions, c.SupplyP10))).ToArray();
        var supply = bought.Sum(i => cells[i].Sum(c => (double)c.Supply));
        var room = supply / Math.Max(1, impressions.Sum());
        var everybody = ReachForecast.Of(audience.Persons, rates, impressions, cap, room);
        double[] addressed = [.. audience.Persons.Select((p, k) => audience.IsTarget(k) ? p : 0)];
        var target = ReachForecast.AtLeast(addressed, rates, [.. impressions.Select(n => n * everybody.Pressure)], cap);
        var lowRoom = bought.Sum(i => cells[i].Sum(c => (double)c.SupplyP10)) / Math.Max(1, low.Sum());
        var lines = bought.Select((i, k) => Line(chosen, i, cells[i], everybody.Lines[k], audiences[chosen.Problem.Lines[i]], currency, newLineId())).ToArray();
        // The plan as it is, a hundred units of money larger.
        ReachOfPlan Grown() => ReachForecast.Of(audience.Persons, rates, [.. impressions.Select(n => n * (1 + 100.0 * Money.MicrosPerUnit / lines.Sum(l => l.Budget.Micros)))], cap, room);
        var planned = new Money(lines.Sum(l => l.Budget.Micros), currency);
        var total = lines.Sum(l => l.Impressions);
        return new PlanDocument
        {
            PlanId = Ids.Format("pln", planId),
            CampaignId = Ids.Format("cmp", request.CampaignId),
            CampaignVersion = request.CampaignVersion,
            PlanVersion = 1,
            BuiltAt = now,
            Objective = request.Objective,
            Flight = request.Flight,
            Zone = request.Zone,
            Budget = request.Budget,
            Planned = planned,
            Unspent = request.Budget - planned,
            Impressions = total,
            Cpm = new Money(total > 0 ? (long)Math.Round(1000.0 * planned.Micros / total) : 0, currency),
            Certificate = new Certificate(ExplainingPlan.Measures(request.Objective), chosen.Value, chosen.Bound, Gap(chosen), new Money((long)chosen.Booking * unit, currency), chosen.Unrestricted),
            Universe = new Universe(
                Persons(audience.Universe), Persons(audience.Persons.Where((_, k) => audience.IsTarget(k)).Sum()), audience.Profiled,
                audience.Scale > 1 ? "viewers that the inventory's supply speaks of; profiled viewers are their sample" : "profiled viewers"),
            Reach = new PlanReach(
                audience.Model, [.. everybody.AtLeast.Select(Persons)], [.. target.Select(Persons)], Math.Round(everybody.AverageFrequency, 4), Persons(everybody.Capped),
                (long)low.Sum(), Persons(ReachForecast.Of(audience.Persons, rates, low, cap, lowRoom).AtLeast[0])),
            Ratings = Ratings(inputs, audience, lines, planned, everybody.AtLeast[0]),
            Weeks = [.. weeks.Select((week, t) => new PlannedWeek(week.Monday, new Money(lines.Sum(l => l.Weeks[t].Budget.Micros), currency), lines.Sum(l => l.Weeks[t].Impressions)))],
            Lines = lines,
            Explanation = ExplainingPlan.Explain(inputs, weeks, chosen, audience, lines, Math.Max(0, Grown().AtLeast[0] - everybody.AtLeast[0]), everybody.Capped),
        };
    }

    private static Ratings? Ratings(PlanInputs inputs, PlanAudience audience, PlannedLine[] lines, Money planned, double reach)
    {
        var markets = inputs.Request.Geographies.Distinct().Select(g => inputs.Options.Universes.GetValueOrDefault(g)).ToArray();
        if (markets.Any(m => m is null) || lines.Length == 0) return null;
        var universe = markets.Sum(m => m!.Persons);
        var target = universe * audience.Persons.Where((_, k) => audience.IsTarget(k)).Sum() / audience.Universe;
        var points = 100.0 * lines.Sum(l => l.Impressions) / universe;
        Money Per(double amount) => planned with { Micros = amount > 0 ? (long)Math.Round(planned.Micros / amount) : 0 };
        return new Ratings(
            universe, string.Join("; ", markets.Select(m => m!.Source).Distinct()), Math.Round(points, 4), Math.Round(100 * lines.Sum(l => l.Impressions * l.TargetShare) / target, 4), Per(points), Per(100 * reach / universe));
    }

    /// <summary>A tenth of a person is more than any forecast knows.</summary>
    private static double Persons(double value) => Math.Round(value, 1);

    private static double Gap(ChosenLines chosen) => chosen.Value > 0 ? Math.Max(0, (chosen.Bound - chosen.Value) / chosen.Value) : 0;

    /// <summary>Impressions are rounded down, so that their charge never exceeds the cell's budget.</summary>
    private static PlannedCell Cell(Candidate line, FlightWeek week, int t, long micros, string currency)
    {
        var supply = line.Supply[t];
        return new PlannedCell(
            week.Monday, new Money(micros, currency), (long)(micros * 1000m / line.Offer.Line.CpmMicros), (long)supply.Mid, (long)supply.Low, (long)supply.High);
    }

    private static PlannedLine Line(ChosenLines chosen, int i, PlannedCell[] cells, LineReach reach, LineAudience audience, string currency, Guid lineId)
    {
        var (offer, problem) = (chosen.Problem.Lines[i].Offer, chosen.Problem.Exact);
        var unitsPerMoney = (double)Money.MicrosPerUnit / MoneyUnit.Micros(currency);
        return new PlannedLine
        {
            LineId = Ids.Format("lin", lineId),
            TitleId = offer.Line.TitleId,
            Title = offer.Title.Name,
            Format = offer.Line.Format,
            Genres = Title.List(offer.Title.Genres),
            Geography = offer.Geography,
            Daypart = offer.Line.Daypart,
            Device = offer.Line.Device,
            Cpm = new Money(offer.Line.CpmMicros, currency),
            Budget = new Money(cells.Sum(c => c.Budget.Micros), currency),
            Impressions = cells.Sum(c => c.Impressions),
            Supply = cells.Sum(c => c.Supply),
            Reach = Persons(reach.Own),
            ExclusiveReach = Persons(reach.Exclusive),
            TargetShare = Math.Round(audience.TargetShare, 6),
            MarginalValue = Enumerable.Range(0, cells.Length).Select(t => i * cells.Length + t).Where(c => chosen.Units[c] < problem.Upper[c])
                .Select(c => ResponseCurve.Marginal(problem.Kind[i], problem.A[c], problem.S[c], chosen.Units[c]) * unitsPerMoney).DefaultIfEmpty(0).Max(),
            Weeks = cells,
        };
    }

    public static MediaPlanBuilt Message(PlanInputs inputs, PlanDocument plan, Guid planId) => new()
    {
        AccountId = inputs.Request.AccountId,
        CampaignId = inputs.Request.CampaignId,
        CampaignVersion = inputs.Request.CampaignVersion,
        PlanId = planId,
        PlanVersion = plan.PlanVersion,
        Certificate = new PlanCertificate(plan.Certificate.Value, plan.Certificate.Bound, plan.Certificate.Gap),
        Reach = plan.Reach.AtLeast[0],
        AverageFrequency = plan.Reach.AverageFrequency,
        ReachModel = plan.Reach.Model,
        Lines = [.. plan.Lines.Select(line => new PlanLine
        {
            LineId = Ids.TryParse("lin", line.LineId, out var id) ? id : throw new InvalidOperationException($"{line.LineId} is no line id."),
            Title = line.Title,
            TitleId = line.TitleId,
            Format = line.Format,
            Genres = line.Genres,
            Geography = line.Geography,
            Daypart = line.Daypart,
            Device = line.Device,
            Cpm = line.Cpm,
            Budget = line.Budget,
            Impressions = line.Impressions,
            Supply = line.Supply,
            Weeks = [.. line.Weeks.Where(w => w.Budget.Micros > 0).Select(w => new PlanWeek(w.Monday, w.Budget, w.Impressions, w.Supply))],
        })],
    };
}
