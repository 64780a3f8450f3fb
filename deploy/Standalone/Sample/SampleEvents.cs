using System.Globalization;
using System.Text.Json.Nodes;
using AdPlatform.Cli.ImportingEvents;

namespace AdPlatform.Standalone.Sample;

/// <summary>What the generated viewers did in the 60 days before the demo's first moment, as calls of the Segment tracking API.</summary>
internal static class SampleEvents
{
    private const int Days = 60;

    /// <summary>Of the first <paramref name="viewers"/> together.</summary>
    public static int Count(int viewers) => Enumerable.Range(1, viewers).Sum(number => SampleViewer.Of(number).Events);

    public static async IAsyncEnumerable<FileEvent> OfFirst(int viewers, DateTimeOffset first)
    {
        var line = 0L;
        for (var number = 1; number <= viewers; number++)
            foreach (var call in Of(SampleViewer.Of(number), first)) yield return FileEvent.Of("generated viewers", ++line, call);
        await Task.CompletedTask;
    }

    public static IEnumerable<JsonObject> Of(SampleViewer viewer, DateTimeOffset first)
    {
        var random = new Random(SampleViewer.HashCode(viewer.Number, 2));
        yield return Call(viewer, 0, "identify", first.AddDays(-Days), new JsonObject { ["traits"] = new JsonObject { ["age"] = viewer.Age, ["generated"] = true } });
        for (var i = 1; i < viewer.Events; i++)
        {
            var at = first - TimeSpan.FromDays(Days * random.NextDouble());
            var title = viewer.Choose(random.NextDouble());
            yield return random.NextDouble() < 0.75
                ? Call(viewer, i, "track", at, new JsonObject
                {
                    ["event"] = "Title Watched",
                    ["properties"] = new JsonObject
                    {
                        ["title_id"] = title.TitleId,
                        ["genres"] = new JsonArray([.. title.Genres.Select(genre => (JsonNode)genre)]),
                        ["completion"] = Math.Round(0.2 + (0.8 * random.NextDouble()), 2),
                    },
                })
                : Call(viewer, i, "page", at, new JsonObject { ["name"] = "Title page", ["properties"] = new JsonObject { ["title_id"] = title.TitleId } });
        }
    }

    private static JsonObject Call(SampleViewer viewer, int number, string type, DateTimeOffset at, JsonObject call)
    {
        call["type"] = type;
        call["messageId"] = $"{viewer.UserId}-{number}";
        call["userId"] = viewer.UserId;
        call["timestamp"] = at.ToString("O", CultureInfo.InvariantCulture);
        call["context"] = new JsonObject
        {
            ["device"] = new JsonObject { ["type"] = viewer.Device },
            ["locale"] = $"{viewer.Language}-{viewer.Country}",
            ["timezone"] = viewer.Country switch { "GB" => "Europe/London", "BE" => "Europe/Brussels", _ => "Europe/Paris" },
            ["location"] = new JsonObject { ["country"] = viewer.Country },
            ["consent"] = new JsonObject
            {
                ["purposes"] = new JsonObject(Enumerable.Range(1, 10).Select(p => KeyValuePair.Create(p.ToString(CultureInfo.InvariantCulture), (JsonNode?)viewer.Purposes.Contains(p)))),
            },
        };
        return call;
    }
}
