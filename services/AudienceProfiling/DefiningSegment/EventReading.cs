using System.Globalization;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Reads a past-event condition.</summary>
internal sealed class EventReading(JsonElement leaf, string path, FieldErrors errors, ConditionLimits limits)
{
    private const int MaxFilters = 10;
    private readonly MemberReading members = new(leaf, path, errors);

    /// <param name="counted">With atLeast and atMost; otherwise every occurrence counts, as scores want it.</param>
    public EventCondition? Event(bool counted)
    {
        if (!(counted ? members.Only("name", "genre", "where", "withinDays", "from", "to", "atLeast", "atMost") : members.Only("name", "genre", "where", "withinDays", "from", "to"))) return null;
        var (name, genre) = (members.Text("name"), members.Text("genre"));
        var where = Where();
        if (genre is not null && where.Count > 0)
            members.Fault($"{path}.where", "cannot be combined with genre: a title's genres may become known after its event");
        var window = Window();
        var (atLeast, atMost) = (members.Whole("atLeast", 0, EventCondition.MostTimes), members.Whole("atMost", 0, EventCondition.MostTimes));
        if (atLeast > atMost) members.Fault($"{path}.atLeast", "must not be more than atMost");
        if (atLeast is null && atMost is null) atLeast = 1;
        return members.IsFaulty ? null : new EventCondition(name, genre?.ToLowerInvariant(), where, window, atLeast, atMost);
    }

    private EventWindow Window()
    {
        var withinDays = members.Whole("withinDays", 1, limits.HistoryDays);
        var (from, to) = (Day("from"), Day("to"));
        if (withinDays is not null && (from is not null || to is not null)) members.Fault($"{path}.withinDays", "cannot be combined with from and to");
        if (from > to) members.Fault($"{path}.from", "must not be after to");
        return new(withinDays, from, to);
    }

    private int? Day(string name)
    {
        if (!leaf.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return EventHistory.DayOf(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
        members.Fault($"{path}.{name}", "must be a day (UTC), as in 2026-01-31");
        return null;
    }

    private List<PropertyFilter> Where()
    {
        if (!leaf.TryGetProperty("where", out var list)) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxFilters)
        {
            members.Fault($"{path}.where", $"must be a list of 1 to {MaxFilters} filters");
            return [];
        }

        var filters = new List<PropertyFilter>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var at = $"{path}.where[{index}]";
            var filter = new MemberReading(item, at, errors);
            if (!filter.Only("property", "equals", "notEquals", "in", "atLeast", "atMost", "exists")
                || filter.Text("property", required: true) is not { } property || filter.Comparison("property") is not { } comparison)
            {
                members.IsFaulty = true;
                continue;
            }

            if (!limits.IsStored && !limits.EventProperties.Contains(property))
                members.Fault($"{at}.property", $"is not kept of events; these are: {string.Join(", ", limits.EventProperties)}");
            filters.Add(new(property, comparison.Operator, comparison.Values));
        }
        return filters;
    }
}
