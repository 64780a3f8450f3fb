using System.Globalization;
using System.Net;
using System.Text;
using AdPlatform.Contracts;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <summary>The insertion order as one page to print: no script, no picture, nothing from elsewhere.</summary>
internal static class OrderHtml
{
    private const string Style = """
        body{font:14px/1.45 Inter,"DejaVu Sans",sans-serif;color:#1b1f27;margin:2.5rem auto;max-width:62rem;padding:0 1.5rem}
        h1{font-size:1.6rem;margin:0 0 .2rem}.status{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .7rem;font-size:.85rem;text-transform:uppercase;letter-spacing:.05em}
        dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:.25rem 1.2rem;margin:1.2rem 0}dt{color:#5a6372}dd{margin:0}
        table{border-collapse:collapse;width:100%;font-size:.88rem}th,td{padding:.4rem .5rem;border-bottom:1px solid #d8dce3;text-align:left;vertical-align:top}
        th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tfoot td{font-weight:600;border-top:2px solid #1b1f27}.sub{color:#5a6372;font-size:.8rem}
        .sign{display:grid;grid-template-columns:1fr 1fr;gap:3rem;margin-top:3.5rem}.sign div{border-top:1px solid #1b1f27;padding-top:.3rem}
        @media print{body{margin:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}@page{size:A4 landscape;margin:14mm}}
        """;

    public static string Write(InsertionOrder order)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Insertion order ")
            .Append(Text(order.OrderId ?? order.PlanId)).Append("</title><style>").Append(Style).Append("</style></head><body>");
        html.Append("<h1>Insertion order</h1><p><span class=\"status\">").Append(Text(order.Status)).Append("</span></p><dl>");
        Field(html, "Order", order.OrderId ?? "not booked yet");
        Field(html, "Plan", $"{order.PlanId}, version {order.PlanVersion}");
        Field(html, "Advertiser", order.Advertiser);
        Field(html, "Publisher", order.Publisher);
        Field(html, "Flight", $"{Day(order.Flight.Start)} to {Day(order.Flight.End)} ({order.Zone})");
        Field(html, "Objective", order.Objective.ToString().ToLowerInvariant());
        Field(html, "Total", order.Total.ToString());
        Field(html, "Impressions", Count(order.Impressions));
        Field(html, "Average CPM", order.Cpm.ToString());
        Field(html, "Forecast reach", $"{Count((long)order.Reach)} persons, {order.AverageFrequency.ToString("0.0", CultureInfo.InvariantCulture)} times each");
        if (order.HeldUntil is { } until) Field(html, "Held until", until.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        if (order.BookedAt is { } booked) Field(html, "Booked", booked.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        html.Append("</dl><table><thead><tr><th>Title</th><th>Where</th><th>Dates</th><th>Terms</th><th class=\"n\">CPM</th><th class=\"n\">Impressions</th><th class=\"n\">Cost</th></tr></thead><tbody>");
        foreach (var line in order.Lines)
        {
            var where = string.Join(", ", new[] { line.Targeting.Format, line.Targeting.Geography, line.Targeting.Daypart, line.Targeting.Device }.OfType<string>());
            html.Append("<tr><td>").Append(Text(line.Title)).Append("<div class=\"sub\">").Append(Text(line.LineId)).Append("</div></td><td>").Append(Text(where)).Append("</td><td>")
                .Append(Day(line.Start)).Append("<br>").Append(Day(line.End)).Append("</td><td>").Append(line.Kind == Contracts.MediaPlanning.V1.BookingKind.Guaranteed ? "guaranteed" : "not guaranteed");
            if (line.DealId is { } deal) html.Append("<div class=\"sub\">deal ").Append(Text(deal)).Append("</div>");
            html.Append("</td><td class=\"n\">").Append(Amount(line.Cpm)).Append("</td><td class=\"n\">").Append(Count(line.Impressions)).Append("</td><td class=\"n\">").Append(Amount(line.Budget)).Append("</td></tr>");
        }
        html.Append("</tbody><tfoot><tr><td colspan=\"5\">").Append(order.Lines.Count.ToString(CultureInfo.InvariantCulture)).Append(" lines, in ").Append(Text(order.Total.Currency)).Append("</td><td class=\"n\">")
            .Append(Count(order.Lines.Sum(l => l.Impressions))).Append("</td><td class=\"n\">").Append(Amount(new Money(order.Lines.Sum(l => l.Budget.Micros), order.Total.Currency))).Append("</td></tr></tfoot></table>");
        return html.Append("<div class=\"sign\"><div>For the advertiser: name, date, signature</div><div>For the publisher: name, date, signature</div></div></body></html>").ToString();
    }

    private static void Field(StringBuilder html, string name, string value) => html.Append("<dt>").Append(name).Append("</dt><dd>").Append(Text(value)).Append("</dd>");

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(Money money) => money.Units.ToString("#,##0.00####", CultureInfo.InvariantCulture);
}
