using AdPlatform.Contracts.Briefs;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <param name="Days">Days of the week that lie in the flight and are not over, 1..7.</param>
internal readonly record struct FlightWeek(DateOnly Monday, int Days);

internal static class FlightWeeks
{
    /// <summary>The weeks, Monday to Sunday in the campaign's zone, that still have days to buy; empty when the flight is over.</summary>
    public static IReadOnlyList<FlightWeek> Of(Flight flight, DateOnly today)
    {
        var start = flight.Start > today ? flight.Start : today;
        var weeks = new List<FlightWeek>();
        for (var monday = MondayOf(start); monday <= flight.End; monday = monday.AddDays(7))
        {
            var first = monday > start ? monday : start;
            var last = monday.AddDays(6) < flight.End ? monday.AddDays(6) : flight.End;
            if (last >= first) weeks.Add(new FlightWeek(monday, last.DayNumber - first.DayNumber + 1));
        }
        return weeks;
    }

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
