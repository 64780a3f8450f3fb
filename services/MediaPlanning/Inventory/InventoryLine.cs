namespace AdPlatform.MediaPlanning.Inventory;

/// <summary>What can be bought: a title in a format, a geography, a part of the day, on a device, at a price.</summary>
internal sealed record InventoryLine
{
    public required string PublisherId { get; init; }

    /// <summary>Natural key: title, format, geography, daypart, device; a later import of the same key replaces the line.</summary>
    public required string LineKey { get; init; }

    public required string TitleId { get; init; }
    public required string Format { get; init; }

    /// <summary>ISO 3166-1 alpha-2; null is worldwide, split by the country shares of the options.</summary>
    public string? Geography { get; init; }

    /// <summary>night, morning, afternoon, evening; null is all day.</summary>
    public string? Daypart { get; init; }

    /// <summary>tv, mobile, tablet, desktop, console; null is all.</summary>
    public string? Device { get; init; }

    /// <summary>Age rating as the publisher names it.</summary>
    public string? Rating { get; init; }

    /// <summary>Price of 1,000 impressions.</summary>
    public required long CpmMicros { get; init; }

    public required string Currency { get; init; }

    /// <summary>Impressions a week; null: forecast from the title's viewing history.</summary>
    public double? WeeklySupply { get; init; }

    /// <summary>Lines of one pool and geography sell the same impressions; null: the line has its own.</summary>
    public string? Pool { get; init; }

    /// <summary>The title's first day; no supply before it.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>csv or netflix-top10.</summary>
    public required string Source { get; init; }

    public static string KeyOf(string titleId, string format, string? geography, string? daypart, string? device) =>
        string.Join('/', titleId, format, geography ?? "*", daypart ?? "*", device ?? "*");
}

/// <summary>One week of published viewing.</summary>
internal sealed record ViewedWeekRow
{
    public required string PublisherId { get; init; }
    public required string TitleId { get; init; }

    /// <summary>Category and season as published: a title can have several in one week.</summary>
    public required string Edition { get; init; }

    public required DateOnly Monday { get; init; }
    public required double Hours { get; init; }
}
