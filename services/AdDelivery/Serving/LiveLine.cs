using AdPlatform.AdDelivery.Pacing;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>One bought line: it serves within its campaign.</summary>
internal sealed class LiveLine
{
    public LiveLine(LiveCampaign campaign, PlanLine plan)
    {
        Campaign = campaign;
        Plan = plan;
        PriceMicros = (plan.Cpm.Micros + 500) / 1000;
        Curve = DayCurve.Of(plan.Daypart);
        Weeks = [.. plan.Weeks.OrderBy(week => week.Monday).Select(week => WeekOf(week, campaign))];
    }

    public LiveCampaign Campaign { get; }
    public PlanLine Plan { get; }

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

/// <summary>The part of a plan week that lies in the flight.</summary>
/// <param name="Supply">Forecast of that part, impressions.</param>
internal readonly record struct LiveWeek(DateTimeOffset Start, DateTimeOffset End, long BudgetMicros, long Supply);
