using System.Globalization;
using System.Text;
using AdPlatform.Contracts;
using AdPlatform.MediaPlanning.BuildingPlan;

namespace AdPlatform.MediaPlanning.ReadingPlan;

/// <summary>Lines x weeks as CSV (RFC 4180), one row a line and week with money; the sums are the JSON's.</summary>
internal static class PlanCsv
{
    private const string Header = "line_id,title_id,title,format,genres,geography,daypart,device,cpm,currency,week,budget,impressions,supply,supply_p10,supply_p90\r\n";

    public static string Write(PlanDocument plan)
    {
        var csv = new StringBuilder(Header);
        foreach (var line in plan.Lines)
        {
            foreach (var week in line.Weeks.Where(w => w.Budget.Micros > 0))
            {
                csv.AppendJoin(',', line.LineId, Text(line.TitleId), Text(line.Title), line.Format, Text(string.Join('|', line.Genres)), line.Geography, line.Daypart, line.Device,
                    Amount(line.Cpm), line.Budget.Currency, week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Amount(week.Budget),
                    week.Impressions.ToString(CultureInfo.InvariantCulture), week.Supply.ToString(CultureInfo.InvariantCulture),
                    week.SupplyP10.ToString(CultureInfo.InvariantCulture), week.SupplyP90.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
            }
        }
        return csv.ToString();
    }

    private static string Amount(Money money) => money.Units.ToString("0.00####", CultureInfo.InvariantCulture);

    /// <summary>A text that a spreadsheet would run as a formula is made text by an apostrophe (OWASP, "CSV injection").</summary>
    internal static string Text(string value)
    {
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') value = "'" + value;
        return value.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
