using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.BuildingPlan;
using Offer = AdPlatform.MediaPlanning.BuildingPlan.Offer;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <param name="Left">Impressions that are still for sale.</param>
internal sealed record Shortage(string Supply, DateOnly Monday, long Asked, long Left);

/// <summary>Takes all impressions of a plan, or none. Inside the one open write transaction; each row is changed only where it has room, and its check would refuse more.</summary>
internal static class TakingAvails
{
    private const string SetCapacity = """
        INSERT INTO avail_weeks (publisher_id, supply_key, monday, capacity, taken) VALUES (@p0, @p1, @p2, @p3, 0)
        ON CONFLICT (publisher_id, supply_key, monday) DO UPDATE SET capacity = CASE WHEN excluded.capacity > avail_weeks.taken THEN excluded.capacity ELSE avail_weeks.taken END
        """;

    private const string Take = "UPDATE avail_weeks SET taken = taken + @p3 WHERE publisher_id = @p0 AND supply_key = @p1 AND monday = @p2 AND taken + @p3 <= capacity";
    private const string GiveBack = "UPDATE avail_weeks SET taken = taken - @p3 WHERE publisher_id = @p0 AND supply_key = @p1 AND monday = @p2";

    private const string AddLine = "INSERT INTO taken_lines (line_id, account_id, publisher_id, plan_id, order_id, state, expires_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) "
        + "ON CONFLICT (line_id) DO UPDATE SET order_id = excluded.order_id, state = excluded.state, expires_at = excluded.expires_at";

    private const string AddWeek = "INSERT INTO taken_weeks (line_id, supply_key, monday, impressions) VALUES (@p0, @p1, @p2, @p3) "
        + "ON CONFLICT (line_id, monday) DO UPDATE SET impressions = excluded.impressions, supply_key = excluded.supply_key";

    /// <returns>Nothing when all is taken; otherwise what is short, and the caller lets the transaction go.</returns>
    public static async Task<IReadOnlyList<Shortage>> TakeAsync(
        PlanningDb db, StoredPlan plan, PlanDocument document, PlanInputs inputs, IReadOnlyList<Offer> offers, Guid? orderId, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var keys = document.Lines.ToDictionary(line => line.LineId, line => KeyOf(line, inputs));
        var needs = document.Lines.SelectMany(line => line.Weeks.Where(w => w.Impressions > 0).Select(w => (Line: line, Key: keys[line.LineId], w.Monday, w.Impressions))).ToArray();
        var asked = needs.GroupBy(n => (n.Key, n.Monday)).Select(g => (g.Key.Key, g.Key.Monday, Impressions: g.Sum(n => n.Impressions))).OrderBy(a => a.Key, StringComparer.Ordinal).ThenBy(a => a.Monday).ToArray();
        var capacity = Capacity(offers, [.. asked.Select(a => a.Monday).Distinct().Order()], inputs.Options);
        using var batch = new SqlBatch(db);
        async Task<bool> OneAsync((string Key, DateOnly Monday, long Impressions) a)
        {
            var set = batch.ExecuteAsync(SetCapacity, plan.PublisherId, a.Key, a.Monday, capacity.GetValueOrDefault((a.Key, a.Monday)));
            var took = batch.ExecuteAsync(Take, plan.PublisherId, a.Key, a.Monday, a.Impressions);
            await set;
            return await took > 0;
        }

        var taken = Task.WhenAll(asked.Select(OneAsync).ToList());
        await batch.CompleteAsync(taken, cancellationToken);
        var results = await taken;
        if (results.Contains(false)) return await ShortAsync(db, plan.PublisherId, [.. asked.Where((_, k) => !results[k])], cancellationToken);

        var state = orderId is null ? TakenState.Held : TakenState.Booked;
        var rows = Task.WhenAll(
        [
            .. document.Lines.Select(line => batch.ExecuteAsync(AddLine, LineId(line), plan.AccountId, plan.PublisherId, plan.PlanId, orderId, state, expiresAt)),
            .. needs.Select(n => batch.ExecuteAsync(AddWeek, LineId(n.Line), n.Key, n.Monday, n.Impressions)),
        ]);
        await batch.CompleteAsync(rows, cancellationToken);
        return [];
    }

    public static async Task GiveBackAsync(PlanningDb db, IReadOnlyList<TakenLine> lines, TakenState state, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            var weeks = await db.QueryAsync("SELECT supply_key, monday, impressions FROM taken_weeks WHERE line_id = @p0", row => (Key: row.GetString(0), Monday: row.Day(1), Impressions: row.GetInt64(2)), cancellationToken, line.LineId);
            foreach (var week in weeks) await db.ExecuteAsync(GiveBack, cancellationToken, line.PublisherId, week.Key, week.Monday, week.Impressions);
            await db.ExecuteAsync("UPDATE taken_lines SET state = @p1, expires_at = NULL WHERE line_id = @p0", cancellationToken, line.LineId, state);
        }
    }

    public static Guid LineId(PlannedLine line) => Ids.TryParse("lin", line.LineId, out var id) ? id : throw new InvalidOperationException($"{line.LineId} is no line id.");

    /// <summary>Whole weeks, whatever part of them a flight has; of lines that share a supply the largest.</summary>
    public static Dictionary<(string Key, DateOnly Monday), long> Capacity(IReadOnlyList<Offer> offers, IReadOnlyList<DateOnly> mondays, PlanningOptions options)
    {
        var weeks = mondays.Select(monday => new FlightWeek(monday, 7)).ToArray();
        var capacity = new Dictionary<(string, DateOnly), long>();
        foreach (var offer in offers.Where(o => o.Line.WeeklySupply is not null || (o.History.Count > 0 && options.CountryShare.ContainsKey(o.Geography) && options.OpportunitiesPerHour.ContainsKey(o.Line.Format))))
        {
            var supply = SelectingCandidates.Forecast(options, offer with { Taken = null }, weeks).Supply;
            for (var t = 0; t < weeks.Length; t++)
            {
                var key = (offer.SupplyKey, weeks[t].Monday);
                capacity[key] = Math.Max(capacity.GetValueOrDefault(key), (long)supply[t].Mid);
            }
        }
        return capacity;
    }

    private static string KeyOf(PlannedLine line, PlanInputs inputs) => inputs.Offers.First(o =>
        o.Line.TitleId == line.TitleId && o.Line.Format == line.Format && o.Geography == line.Geography && o.Line.Daypart == line.Daypart && o.Line.Device == line.Device).SupplyKey;

    private static async Task<IReadOnlyList<Shortage>> ShortAsync(PlanningDb db, string publisherId, IReadOnlyList<(string Key, DateOnly Monday, long Impressions)> refused, CancellationToken cancellationToken)
    {
        var shortages = new List<Shortage>();
        foreach (var (key, monday, impressions) in refused)
        {
            var left = await db.QueryAsync(
                "SELECT capacity - taken FROM avail_weeks WHERE publisher_id = @p0 AND supply_key = @p1 AND monday = @p2", row => row.GetInt64(0), cancellationToken, publisherId, key, monday);
            shortages.Add(new Shortage(key, monday, impressions, left.FirstOrDefault()));
        }
        return shortages;
    }

    /// <summary>All formats and the plan's geographies: lines of one pool sell the same impressions, whatever the plan asked for.</summary>
    public static Task<IReadOnlyList<Offer>> OffersAsync(PlanningDb db, PlanInputs inputs, CancellationToken cancellationToken) =>
        LoadingOffers.LoadAsync(db, inputs.Request with { Formats = FormatIds.Deliverable }, cancellationToken);
}
