using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>What one row of a file says.</summary>
internal abstract record RowOutcome
{
    private RowOutcome()
    {
    }

    /// <param name="NameOnly">The row knows no genres: a title that is known already stays as it is.</param>
    internal sealed record Accepted(Title Title, bool NameOnly, IReadOnlyList<InventoryLine> Lines, ViewedWeekRow? Week) : RowOutcome;

    internal sealed record Refused(string Reason) : RowOutcome;
}

/// <param name="CpmMicros">Price of 1,000 impressions for files that carry none.</param>
internal sealed record RateCard(long CpmMicros, string Currency);
