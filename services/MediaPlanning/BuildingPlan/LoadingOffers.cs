using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.MediaPlanning.Forecasting;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The publisher's inventory in the asked geographies and formats; a worldwide line becomes one offer a geography.</summary>
internal static class LoadingOffers
{
    public static async Task<IReadOnlyList<Offer>> LoadAsync(PlanningDb db, BuildMediaPlan request, CancellationToken cancellationToken)
    {
        string[] formats = [.. request.Formats.Intersect(FormatIds.Deliverable)];
        string[] geographies = [.. request.Geographies.Distinct()];
        var lines = await db.InventoryLines.AsNoTracking()
            .Where(l => l.PublisherId == request.PublisherId && formats.Contains(l.Format) && (l.Geography == null || geographies.Contains(l.Geography)))
            .OrderBy(l => l.LineKey).ToListAsync(cancellationToken);
        var titles = await db.Titles.AsNoTracking().Where(t => t.PublisherId == request.PublisherId).ToDictionaryAsync(t => t.TitleId, cancellationToken);
        var history = lines.Any(l => l.WeeklySupply == null)
            ? (await db.ViewedWeeks.AsNoTracking().Where(w => w.PublisherId == request.PublisherId).ToListAsync(cancellationToken))
                .GroupBy(w => w.TitleId).ToDictionary(g => g.Key, g => (IReadOnlyList<ViewedWeek>)[.. g.OrderBy(w => w.Monday).Select(w => new ViewedWeek(w.Monday, w.Hours))])
            : [];
        var first = FlightWeeks.MondayOf(request.Flight.Start);
        var taken = (await db.AvailWeeks.AsNoTracking().Where(w => w.PublisherId == request.PublisherId && w.Monday >= first && w.Monday <= request.Flight.End && w.Taken > 0).ToListAsync(cancellationToken))
            .GroupBy(w => w.SupplyKey).ToDictionary(g => g.Key, g => (IReadOnlyList<TakenWeek>)[.. g.OrderBy(w => w.Monday).Select(w => new TakenWeek(w.Monday, w.Taken))], StringComparer.Ordinal);
        Offer WithTaken(Offer offer) => taken.TryGetValue(offer.SupplyKey, out var weeks) ? offer with { Taken = weeks } : offer;
        return [.. lines.SelectMany(line => (line.Geography is { } only ? [only] : geographies)
            .Select(geography => WithTaken(new Offer(line, titles[line.TitleId], geography, line.WeeklySupply is null ? history.GetValueOrDefault(line.TitleId, []) : []))))];
    }
}
