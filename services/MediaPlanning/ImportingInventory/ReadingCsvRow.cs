using System.Globalization;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>
/// The platform's own inventory file. Columns in any order: title_id, title, genres, format, geography, cpm, currency, weekly_supply are
/// required; categories, daypart, device, rating, released, pool, description may be missing or empty. Lists are separated by | or ;.
/// </summary>
internal static class ReadingCsvRow
{
    public static readonly IReadOnlyList<string> Required = ["title_id", "title", "genres", "format", "geography", "cpm", "currency", "weekly_supply"];

    public static RowOutcome Read(string publisherId, Func<string, string> field)
    {
        var titleId = field("title_id");
        var name = field("title");
        var genres = List(field("genres")).Select(Genres.Canonical).Distinct().ToArray();
        var format = field("format");
        var geography = field("geography").ToUpperInvariant();
        var currency = field("currency").ToUpperInvariant();
        if (!TitleIds.IsValid(titleId)) return Refuse("title_id must be 1 to 100 letters, digits, '-', '_', '.', ':'");
        if (name.Length is 0 or > 300) return Refuse("title must have 1 to 300 characters");
        if (genres.Length > 20 || genres.Any(g => g.Length is 0 or > 60)) return Refuse("genres must be at most 20 names of at most 60 characters");
        if (!FormatIds.Deliverable.Contains(format)) return Refuse($"format must be one of {string.Join(", ", FormatIds.Deliverable)}");
        if (!Countries.IsKnown(geography)) return Refuse("geography must be an ISO 3166-1 alpha-2 code, such as FR");
        if (!decimal.TryParse(field("cpm"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpm) || cpm is < 0.01m or > 100_000m)
            return Refuse("cpm must be a decimal number from 0.01 to 100000, such as 14.50");
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)) return Refuse("currency must be an ISO 4217 code, such as EUR");
        if (!double.TryParse(field("weekly_supply"), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var supply) || !(supply is >= 0 and <= 1e12))
            return Refuse("weekly_supply must be a number of impressions from 0 to 1e12");
        if (Optional(field("daypart")) is { } daypart && !Vocabulary.Dayparts.Contains(daypart)) return Refuse($"daypart must be empty or one of {string.Join(", ", Vocabulary.Dayparts)}");
        if (Optional(field("device")) is { } device && !Vocabulary.Devices.Contains(device)) return Refuse($"device must be empty or one of {string.Join(", ", Vocabulary.Devices)}");
        var released = field("released");
        if (released.Length > 0 && !DateOnly.TryParseExact(released, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return Refuse("released must be a day as 2026-12-31");
        if (field("rating").Length > 20 || field("pool").Length > 100) return Refuse("rating may have 20 and pool 100 characters");

        if (field("description").Length > 1000) return Refuse("description may have 1,000 characters");

        var categories = List(field("categories")).Concat(Genres.CategoriesOf(genres)).Distinct().ToArray();
        if (categories.Length > 40 || categories.Any(c => c.Length > 20)) return Refuse("categories must be at most 40 IAB Content 3.1 ids");
        var line = new InventoryLine
        {
            PublisherId = publisherId,
            LineKey = InventoryLine.KeyOf(titleId, format, geography, Optional(field("daypart")), Optional(field("device"))),
            TitleId = titleId,
            Format = format,
            Geography = geography,
            Daypart = Optional(field("daypart")),
            Device = Optional(field("device")),
            Rating = field("rating") is { Length: > 0 } rating ? rating : null,
            CpmMicros = Money.FromUnits(cpm, currency).Micros,
            Currency = currency,
            WeeklySupply = supply,
            Pool = field("pool") is { Length: > 0 } pool ? pool : null,
            Released = released.Length > 0 ? DateOnly.ParseExact(released, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            Source = "csv",
        };
        var title = new Title { PublisherId = publisherId, TitleId = titleId, Name = name, Genres = string.Join('|', genres), Categories = string.Join('|', categories), Description = field("description") };
        return new RowOutcome.Accepted(title, NameOnly: false, [line], Week: null);
    }

    private static string? Optional(string value) => value.Length == 0 ? null : value.ToLowerInvariant();

    private static string[] List(string value) => value.Split(['|', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static RowOutcome.Refused Refuse(string reason) => new(reason);
}
