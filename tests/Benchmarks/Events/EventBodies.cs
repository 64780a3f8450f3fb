using System.Text.Json;

namespace AdPlatform.Benchmarks.Events;

/// <summary>Batches of 500 events as clients send them, made before the clock starts.</summary>
internal static class EventBodies
{
    public const int BatchEvents = 500;
    public const int Viewers = 10_000;
    private const int InARow = 25;
    private static readonly string[] Genres = ["drama", "comedy", "thriller", "documentary", "romance", "crime", "sci-fi", "family"];
    private static readonly object Consent = new { purposes = Enumerable.Range(1, 10).ToDictionary(purpose => $"{purpose}", _ => true) };

    /// <param name="isScattered">Every event of a batch is of another viewer; otherwise each viewer has 25 in a row, as of a visit.</param>
    public static byte[][] Of(string round, int events, bool isScattered, DateTimeOffset now) =>
        [.. Enumerable.Range(0, events / BatchEvents).Select(batch => JsonSerializer.SerializeToUtf8Bytes(new
        {
            batch = Enumerable.Range(batch * BatchEvents, BatchEvents).Select(i => One(round, i, isScattered ? i * 7919 % Viewers : i / InARow % Viewers, now)),
        }))];

    public static object One(string round, int i, int viewer, DateTimeOffset now) => new
    {
        type = "track",
        messageId = $"{round}-{i}",
        userId = $"load-{viewer}",
        @event = i % 4 == 0 ? "Title Page" : "Title Watched",
        timestamp = now.AddMinutes(-(i % 50_000)),
        properties = new { title_id = $"t{i % 200}", genres = new[] { Genres[i % 8], Genres[(i + viewer) % 8] }, completion = i % 10 / 10.0 },
        context = new { locale = "fr-FR", location = new { country = "FR" }, device = new { type = "tv" }, timezone = "Europe/Paris", consent = Consent },
    };
}
