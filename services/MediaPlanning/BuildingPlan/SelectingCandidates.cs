using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.MediaPlanning.Forecasting;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>Offers that the campaign may buy, with their forecast supply; the others are counted by reason.</summary>
internal static class SelectingCandidates
{
    /// <summary>The inputs of the plan: what may be bought, the most valuable first if there is more than the optimiser should look at.</summary>
    public static PlanInputs Select(BuildMediaPlan request, DateOnly today, IReadOnlyList<Offer> offers, PlanningOptions options, PlanConstraints? constraints = null)
    {
        var weeks = FlightWeeks.Of(request.Flight, today);
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<Candidate>();
        foreach (var offer in offers)
        {
            var reason = Refusal(request, offer, options, constraints);
            var candidate = reason is null ? Forecast(options, offer, weeks) : null;
            if (candidate?.TotalSupply < 1) reason = "no supply in the flight";
            if (reason is null) kept.Add(candidate!);
            else leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
        }

        var days = Math.Max(1, weeks.Sum(w => w.Days));
        var weekly = kept.GroupBy(c => c.Offer.SupplyKey).Sum(pool => pool.Max(c => c.TotalSupply)) * 7 / days;
        if (kept.Count > options.MaxCandidates)
        {
            var audience = PlanAudience.From(request.Universe, request.Segments, request.Overlaps, request.OverlapFloor, weekly, options);
            leftOut[$"less supply for the audience than the {options.MaxCandidates} lines considered"] = kept.Count - options.MaxCandidates;
            kept = [.. kept.Select(c => (c, Worth: c.TotalSupply * LineAudience.Of(audience, c.Offer).TargetInterest)).OrderByDescending(p => p.Worth)
                .ThenBy(p => p.c.Offer.Line.LineKey, StringComparer.Ordinal).ThenBy(p => p.c.Offer.Geography, StringComparer.Ordinal).Take(options.MaxCandidates).Select(p => p.c)];
        }
        return new PlanInputs(request, today, [.. kept.Select(c => c.Offer)], weekly, leftOut, options, constraints);
    }

    private static string? Refusal(BuildMediaPlan request, Offer offer, PlanningOptions options, PlanConstraints? constraints)
    {
        var line = offer.Line;
        if (constraints is { Genres.Count: > 0 } && !Title.List(offer.Title.Genres).Any(genre => constraints.Genres.Any(g => Genres.Canonical(g) == genre))) return $"genre is not {string.Join(" or ", constraints.Genres)}";
        if (line.Currency != request.Budget.Currency) return $"priced in {line.Currency}, and the plan is in {request.Budget.Currency}";
        var excluded = request.Targeting.ExcludedGenres;
        if (Title.List(offer.Title.Genres).FirstOrDefault(genre => excluded.Any(e => Genres.Canonical(e) == genre)) is { } unwanted) return $"genre {unwanted} is excluded";
        if (excluded.Count > 0 && offer.Title.Genres.Length == 0) return "genre unknown, and the brief excludes genres";
        if (request.Targeting.Devices is { Count: > 0 } devices && line.Device is not null && !devices.Contains(line.Device, StringComparer.OrdinalIgnoreCase)) return $"device {line.Device} is not asked for";
        if (line.WeeklySupply is null && offer.History.Count == 0) return "no supply is known";
        if (line.WeeklySupply is null && !options.CountryShare.ContainsKey(offer.Geography)) return $"no country share is set for {offer.Geography}";
        if (line.WeeklySupply is null && !options.OpportunitiesPerHour.ContainsKey(line.Format)) return $"no opportunities an hour are set for {line.Format}";
        return null;
    }

    public static Candidate Forecast(PlanningOptions options, Offer offer, IReadOnlyList<FlightWeek> weeks) =>
        new(offer, Supply(options, offer, weeks), offer.Line.Pool is null ? null : $"{offer.Line.Pool}/{offer.Geography}");

    /// <summary>Stated supply with its interval, or hours x ad-tier share x country share x opportunities an hour x sell-through.</summary>
    private static Interval[] Supply(PlanningOptions options, Offer offer, IReadOnlyList<FlightWeek> weeks)
    {
        var line = offer.Line;
        var history = line.WeeklySupply is null ? ViewingForecast.From(offer.History) : null;
        var share = history is null
            ? options.StatedSupply.ToInterval()
            : options.AdTierShare.ToInterval() * options.CountryShare[offer.Geography].ToInterval() * options.OpportunitiesPerHour[line.Format].ToInterval() * options.SellThrough.ToInterval();
        return [.. weeks.Select(week =>
        {
            var level = history is null ? Interval.Exactly(line.WeeklySupply!.Value) : history.On(week.Monday);
            var whole = level * share * (Sellable(line, week) / 7.0);
            var taken = offer.Taken?.FirstOrDefault(t => t.Monday == week.Monday).Impressions ?? 0;
            return taken == 0 ? whole : new Interval(Math.Max(0, whole.Low - taken), Math.Max(0, whole.Mid - taken), Math.Max(0, whole.High - taken));
        })];
    }

    /// <summary>Days of the flight in the week on or after the release.</summary>
    private static int Sellable(InventoryLine line, FlightWeek week)
    {
        if (line.Released is not { } released) return week.Days;
        return Math.Clamp(week.Monday.AddDays(7).DayNumber - released.DayNumber, 0, week.Days);
    }
}
