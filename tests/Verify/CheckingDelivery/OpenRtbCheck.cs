using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AdPlatform.AdDelivery;
using AdPlatform.Testing;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>
/// <c>openrtb FILE</c>: bid requests, one a line (or one in the whole file), bare or as the member <c>request</c> or <c>mockBidRequest</c> of a fixture, posted to the shipped
/// door of a delivery service with campaigns that fit many of them.
/// </summary>
internal static class OpenRtbCheck
{
    private const int Shown = 10;

    public static Check Create() => new("openrtb", "JSON Lines of OpenRTB bid requests: statuses, bids, and whether the answers have the types of 2.6.", [], RunAsync);

    private static async Task<object> RunAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var requests = await RequestsAsync(run.File, cancellationToken);
        await using var app = await TestApp.StartAsync(new TestService(b => b.AddAdDelivery(), bus => bus.AddAdDeliveryConsumers(), routes => routes.MapAdDelivery()));
        await BiddingWorld.PrepareAsync(app, cancellationToken);
        using var exchange = app.Client(Contracts.Campaigns.V1.AccountKind.Publisher, BiddingWorld.Publisher, null, Hosting.Access.Scopes.Decisions);
        var (byStatus, bids, failures, wrong, refused) = (new SortedDictionary<string, int>(StringComparer.Ordinal), 0, new List<object>(), new List<object>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        var refusedLines = new List<int>();
        for (var i = 0; i < requests.Count; i++)
        {
            using var content = new StringContent(requests[i], Encoding.UTF8, "application/json");
            using var response = await exchange.PostAsync("/openrtb2/auction", content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            byStatus[status] = byStatus.GetValueOrDefault(status) + 1;
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using var request = JsonDocument.Parse(requests[i]);
                using var answer = JsonDocument.Parse(text);
                if (answer.RootElement.TryGetProperty("seatbid", out _)) bids++;
                if (BidResponseTypes.Wrong(request.RootElement, answer.RootElement) is { } reason && wrong.Count < Shown) wrong.Add(new { line = i + 1, reason });
            }
            else if (response.StatusCode != HttpStatusCode.NoContent)
            {
                var detail = JsonDocument.Parse(text).RootElement is var problem && problem.TryGetProperty("detail", out var told) ? told.GetString() ?? "" : "";
                var kind = System.Text.RegularExpressions.Regex.Replace(detail, @"\d+", "n");
                refused[kind] = refused.GetValueOrDefault(kind) + 1;
                refusedLines.Add(i + 1);
                if (failures.Count < Shown) failures.Add(new { line = i + 1, status = (int)response.StatusCode, detail });
            }
        }
        return new
        {
            what = "openrtb",
            file = run.File.Name,
            total = requests.Count,
            byStatus,
            serverErrors = byStatus.Where(pair => pair.Key[0] == '5').Sum(pair => pair.Value),
            withBid = bids,
            wrongTypes = wrong,
            refused,
            refusedLines,
            failures,
        };
    }

    private static async Task<List<string>> RequestsAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        try
        {
            using var whole = JsonDocument.Parse(text);
            return [Request(whole.RootElement)];
        }
        catch (JsonException)
        {
        }
        var lines = text.Split('\n').Select((line, i) => (Text: line.Trim(), Number: i + 1)).Where(line => line.Text.Length > 0).ToList();
        try
        {
            return lines.ConvertAll(line =>
            {
                using var document = JsonDocument.Parse(line.Text);
                return Request(document.RootElement);
            });
        }
        catch (JsonException)
        {
            throw new UsageException($"{file.Name} is neither JSON nor JSON Lines.");
        }
    }

    private static string Request(JsonElement line)
    {
        foreach (var member in new[] { "request", "mockBidRequest" })
            if (line.ValueKind == JsonValueKind.Object && !line.TryGetProperty("imp", out _) && line.TryGetProperty(member, out var request)) return request.GetRawText();
        return line.GetRawText();
    }
}
