using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Pacing;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>One bought line: it serves within its campaign.</summary>
internal sealed class LiveLine
{
    /// <param name="booking">The order under which it was bought; null for a plan's own line.</param>
    public LiveLine(LiveCampaign campaign, PlanLine plan, Booking? booking = null)
    {
        Campaign = campaign;
        Plan = plan;
        Booked = booking?.Line;
        PriceMicros = (plan.Cpm.Micros + 500) / 1000;
        Curve = DayCurve.Of(plan.Daypart);
        (Start, End) = (campaign.FlightStart, campaign.FlightEnd);
        if (booking is null)
        {
            Weeks = [.. plan.Weeks.OrderBy(week => week.Monday).Select(week => WeekOf(week, campaign))];
            Caps = campaign.Caps;
            return;
        }
        var zone = TimeZoneInfo.FindSystemTimeZoneById(booking.Zone);
        (Start, End) = (FlightTimes.StartOf(booking.Line.Start, zone), FlightTimes.StartOf(booking.Line.End.AddDays(1), zone));
        Weeks = [.. Bookings.Steps(booking.Line, plan.Weeks, campaign, zone)];
        // An order counts what the campaign shows, and may allow less of it.
        Caps = [.. campaign.Caps.Union(CapRule.Of(booking.Cap, CapScope.Campaign, campaign.Document.CampaignId, campaign.Zone, campaign.FlightStart, campaign.FlightEnd))];
    }

    public LiveCampaign Campaign { get; }
    public PlanLine Plan { get; }

    /// <summary>What the order says; null for a plan's own line.</summary>
    public BookedLine? Booked { get; }

    public DateTimeOffset Start { get; }

    /// <summary>First instant after its last day.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The publisher owes the goal: drawn before what is not guaranteed.</summary>
    public bool Guaranteed => Booked?.Kind == BookingKind.Guaranteed;

    /// <summary>Served to nobody else; empty for everybody.</summary>
    public IReadOnlyList<Guid> Segments => Booked?.Targeting.Segments ?? [];

    /// <summary>Limits of campaign, creatives, advertiser and order.</summary>
    public IReadOnlyList<CapRule> Caps { get; }

    /// <summary>Price of one impression in micros: a thousandth of the CPM, rounded half away from zero.</summary>
    public long PriceMicros { get; }

    /// <summary>In order of time.</summary>
    public LiveWeek[] Weeks { get; }

    public DayCurve Curve { get; }

    private static LiveWeek WeekOf(PlanWeek week, LiveCampaign campaign)
    {
        var start = FlightTimes.StartOf(week.Monday, campaign.Zone);
        var end = FlightTimes.StartOf(week.Monday.AddDays(7), campaign.Zone);
        return new(
            start < campaign.FlightStart ? campaign.FlightStart : start,
            end > campaign.FlightEnd ? campaign.FlightEnd : end,
            week.Budget.Micros,
            week.Supply);
    }
}

/// <summary>The part of a plan week that lies in the flight, or a step of an order.</summary>
/// <param name="Supply">Forecast of that part, impressions; 0 when not known.</param>
internal readonly record struct LiveWeek(DateTimeOffset Start, DateTimeOffset End, long BudgetMicros, long Supply);
