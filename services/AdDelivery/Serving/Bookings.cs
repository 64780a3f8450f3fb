using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>What an insertion order says of a line beyond the plan.</summary>
/// <param name="Zone">Of its days.</param>
/// <param name="Cap">Of the order; null is none.</param>
internal sealed record Booking(BookedLine Line, string Zone, FrequencyCap? Cap = null);

internal static class Bookings
{
    /// <summary>Of the campaign, by line id.</summary>
    public static async Task<(IReadOnlyList<Booking> Booked, IReadOnlyList<Guid> Released)> BookingsAsync(this DeliveryDb db, Guid campaignId, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync(
            "SELECT line_id, document, zone, released_at, cap FROM booked_lines WHERE campaign_id = @p0 OR line_id IN (SELECT line_id FROM lines WHERE campaign_id = @p0)",
            row => (Line: row.Id(0), Booking: row.IsDBNull(1) ? null : new Booking(
                ServingStore.Read<BookedLine>(row.GetString(1)), row.GetString(2), row.IsDBNull(4) ? null : ServingStore.Read<FrequencyCap>(row.GetString(4))), Released: !row.IsDBNull(3)), cancellationToken, campaignId);
        return (
            [.. rows.Where(row => !row.Released).Select(row => row.Booking).OfType<Booking>().OrderBy(booking => booking.Line.LineId)],
            [.. rows.Where(row => row.Released).Select(row => row.Line).Order()]);
    }

    /// <summary>A plan's line as it was bought: what the order says holds, the forecast supply is still the plan's.</summary>
    public static PlanLine Merge(PlanLine plan, BookedLine booked) => PlanLineOf(booked) with { Supply = plan.Supply, Weeks = plan.Weeks };

    public static PlanLine PlanLineOf(BookedLine line) => new()
    {
        LineId = line.LineId,
        Title = line.Targeting.Title,
        TitleId = line.Targeting.TitleId,
        Format = line.Targeting.Format,
        Genres = line.Targeting.Genres,
        Geography = line.Targeting.Geography,
        Daypart = line.Targeting.Daypart,
        Device = line.Targeting.Device,
        Cpm = line.Cpm,
        Budget = line.Budget,
        Impressions = line.Impressions,
        Supply = 0,
        Weeks = [],
    };

    /// <summary>The order's pacing steps, with the part of the plan's forecast that falls into each; 0 where the plan has none.</summary>
    public static IEnumerable<LiveWeek> Steps(BookedLine booked, IReadOnlyList<PlanWeek> forecast, LiveCampaign campaign, TimeZoneInfo zone)
    {
        foreach (var step in booked.Pacing.OrderBy(step => step.From))
        {
            var supply = 0.0;
            for (var day = step.From; day <= step.To; day = day.AddDays(1))
                foreach (var week in forecast)
                    if (day >= week.Monday && day < week.Monday.AddDays(7)) supply += week.Supply / DaysOf(week, campaign);
            yield return new(FlightTimes.StartOf(step.From, zone), FlightTimes.StartOf(step.To.AddDays(1), zone), step.Budget.Micros, (long)supply);
        }
    }

    /// <summary>Days of the week that lie in the flight: its forecast is for those.</summary>
    private static double DaysOf(PlanWeek week, LiveCampaign campaign)
    {
        var flight = campaign.Document.Flight;
        var (from, to) = (week.Monday < flight.Start ? flight.Start : week.Monday, week.Monday.AddDays(6) > flight.End ? flight.End : week.Monday.AddDays(6));
        return Math.Max(1, to.DayNumber - from.DayNumber + 1);
    }
}
