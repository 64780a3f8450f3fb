using System.Globalization;
using AdPlatform.MediaPlanning.BuildingPlan;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace AdPlatform.MediaPlanning.ReadingPlan;

/// <summary>The plan as a workbook: summary, lines, lines x weeks, flighting calendar. Numbers are the JSON's, digit for digit.</summary>
internal static class PlanXlsx
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Write(PlanDocument plan)
    {
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddWorkbookPart();
            var sheets = new Sheets();
            book.Workbook = new Workbook(sheets);
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new Fonts(new Font(), new Font(new Bold())), new Fills(new Fill(), new Fill()), new Borders(new Border()),
                new CellStyleFormats(new CellFormat()), new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }));
            Add(book, sheets, "Summary", Summary(plan));
            Add(book, sheets, "Lines", Lines(plan));
            Add(book, sheets, "Lines x weeks", Cells(plan));
            Add(book, sheets, "Calendar", Calendar(plan));
        }
        return stream.ToArray();
    }

    private static IEnumerable<object?[]> Summary(PlanDocument plan) =>
    [
        ["Figure", "Value", "Unit"], ["Plan", plan.PlanId, $"version {plan.PlanVersion}"], ["Built", plan.BuiltAt.ToString("u", CultureInfo.InvariantCulture), null],
        ["Flight", $"{plan.Flight.Start:yyyy-MM-dd} to {plan.Flight.End:yyyy-MM-dd}", plan.Zone], ["Budget", plan.Budget.Units, plan.Budget.Currency], ["Planned", plan.Planned.Units, plan.Planned.Currency],
        ["Unspent", plan.Unspent.Units, plan.Unspent.Currency], ["Impressions", plan.Impressions, null], ["CPM", plan.Cpm.Units, plan.Cpm.Currency], ["Average frequency", plan.Reach.AverageFrequency, null],
        .. plan.Reach.AtLeast.Select((persons, k) => new object?[] { $"Reach {k + 1}+", persons, "persons" }),
        ["Objective value", plan.Certificate.Value, plan.Certificate.Measures], ["Upper bound", plan.Certificate.Bound, plan.Certificate.Measures], ["Gap", plan.Certificate.Gap, null],
    ];

    private static IEnumerable<object?[]> Lines(PlanDocument plan) =>
    [
        ["Line", "Title id", "Title", "Format", "Genres", "Geography", "Daypart", "Device", "CPM", "Currency", "Budget", "Impressions", "Supply", "Reach", "Exclusive reach"],
        .. plan.Lines.Select(l => new object?[] { l.LineId, l.TitleId, l.Title, l.Format, string.Join(", ", l.Genres), l.Geography, l.Daypart, l.Device, l.Cpm.Units, l.Budget.Currency, l.Budget.Units, l.Impressions, l.Supply, l.Reach, l.ExclusiveReach }),
    ];

    private static IEnumerable<object?[]> Cells(PlanDocument plan) =>
    [
        ["Line", "Title", "Format", "Geography", "Week", "Budget", "Impressions", "Supply", "Supply P10", "Supply P90"],
        .. plan.Lines.SelectMany(l => l.Weeks.Where(w => w.Budget.Micros > 0).Select(w =>
            new object?[] { l.LineId, l.Title, l.Format, l.Geography, w.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), w.Budget.Units, w.Impressions, w.Supply, w.SupplyP10, w.SupplyP90 })),
    ];

    /// <summary>Budget per line and week, with the sums.</summary>
    private static IEnumerable<object?[]> Calendar(PlanDocument plan) =>
    [
        ["Title", "Format", "Geography", .. plan.Weeks.Select(w => w.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "Total"],
        .. plan.Lines.Select(l => new object?[] { l.Title, l.Format, l.Geography }.Concat(l.Weeks.Select(w => (object?)w.Budget.Units)).Append(l.Budget.Units).ToArray()),
        ["Total", null, null, .. plan.Weeks.Select(w => (object?)w.Budget.Units), plan.Planned.Units],
    ];

    private static void Add(WorkbookPart book, Sheets sheets, string name, IEnumerable<object?[]> rows)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var data = new SheetData(rows.Select((row, r) => new Row(row.Select((value, c) => Cell(value, r, c))) { RowIndex = (uint)(r + 1) }));
        part.Worksheet = new Worksheet(
            new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
            new Columns(new Column { Min = 1, Max = 20, Width = 16, CustomWidth = true }), data);
        sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)(sheets.Count() + 1), Name = name });
    }

    /// <summary>Text cells are text: a spreadsheet never runs one as a formula.</summary>
    private static Cell Cell(object? value, int row, int column)
    {
        var cell = new Cell { CellReference = $"{Column(column)}{row + 1}", StyleIndex = row == 0 ? 1u : 0u };
        if (value is long or int or double or decimal)
        {
            cell.DataType = CellValues.Number;
            cell.CellValue = new CellValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
        }
        else if (value is string text)
        {
            cell.DataType = CellValues.InlineString;
            cell.InlineString = new InlineString(new Text(new string([.. text.Where(c => c >= ' ')])) { Space = SpaceProcessingModeValues.Preserve });
        }
        return cell;
    }

    private static string Column(int index) => index < 26 ? $"{(char)('A' + index)}" : $"{(char)('A' + index / 26 - 1)}{(char)('A' + index % 26)}";
}
