using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>The rows of one request, by key; a later row of the same key replaces the earlier one.</summary>
internal sealed class InventoryBatch
{
    /// <summary>Refusals that the answer lists; the rest is only counted.</summary>
    private const int MaxListed = 200;

    private readonly List<RefusedRow> refused = [];

    public Dictionary<string, (Title Title, bool NameOnly)> Titles { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, InventoryLine> Lines { get; } = new(StringComparer.Ordinal);
    public Dictionary<(string, string, DateOnly), ViewedWeekRow> Weeks { get; } = [];
    public int Rows { get; private set; }
    public int Refused { get; private set; }
    public IReadOnlyList<RefusedRow> Listed => refused;

    public void Add(ReadRow row)
    {
        Rows++;
        if (row.Outcome is RowOutcome.Refused no)
        {
            Refused++;
            if (refused.Count < MaxListed) refused.Add(new RefusedRow(row.Line, no.Reason));
            return;
        }
        var accepted = (RowOutcome.Accepted)row.Outcome;
        if (!accepted.NameOnly || !Titles.ContainsKey(accepted.Title.TitleId)) Titles[accepted.Title.TitleId] = (accepted.Title, accepted.NameOnly);
        foreach (var line in accepted.Lines) Lines[line.LineKey] = line;
        if (accepted.Week is { } week) Weeks[(week.TitleId, week.Edition, week.Monday)] = week;
    }
}

internal sealed record RefusedRow(int Line, string Reason);
