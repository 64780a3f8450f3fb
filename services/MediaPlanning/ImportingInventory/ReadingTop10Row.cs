using System.Globalization;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>The weekly "Global Top 10" file that Netflix publishes: hours viewed worldwide per title and season; a week is named by its Sunday.</summary>
internal static class ReadingTop10Row
{
    public static readonly IReadOnlyList<string> Required = ["week", "category", "show_title", "season_title", "weekly_hours_viewed"];

    public static RowOutcome Read(string publisherId, RateCard rates, Func<string, string> field)
    {
        if (!DateOnly.TryParseExact(field("week"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var sunday))
            return new RowOutcome.Refused("week must be a day as 2025-12-28");
        if (sunday.DayOfWeek != DayOfWeek.Sunday) return new RowOutcome.Refused($"week must end on a Sunday, and {field("week")} is a {sunday.DayOfWeek}");
        var name = field("show_title");
        if (name.Length is 0 or > 300) return new RowOutcome.Refused("show_title must have 1 to 300 characters");
        if (!double.TryParse(field("weekly_hours_viewed"), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || !(hours is > 0 and < 1e11))
            return new RowOutcome.Refused("weekly_hours_viewed must be a whole number of hours above 0");
        if (!field("category").StartsWith("Films", StringComparison.Ordinal) && !field("category").StartsWith("TV", StringComparison.Ordinal))
            return new RowOutcome.Refused("category must begin with Films or TV: the columns seem to be shifted");

        var titleId = TitleIds.FromName(name);
        var lines = FormatIds.Served.Select(format => new InventoryLine
        {
            PublisherId = publisherId,
            LineKey = InventoryLine.KeyOf(titleId, format, null, null, null),
            TitleId = titleId,
            Format = format,
            CpmMicros = rates.CpmMicros,
            Currency = rates.Currency,
            Source = "netflix-top10",
        });
        var season = field("season_title") is "N/A" or "" ? "" : field("season_title");
        return new RowOutcome.Accepted(
            new Title { PublisherId = publisherId, TitleId = titleId, Name = name, Genres = "", Categories = "" }, NameOnly: true, [.. lines],
            new ViewedWeekRow { PublisherId = publisherId, TitleId = titleId, Edition = $"{field("category")}/{season}", Monday = sunday.AddDays(-6), Hours = hours });
    }
}
