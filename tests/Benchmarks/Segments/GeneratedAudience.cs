using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.Benchmarks.Segments;

/// <summary>Viewers and segments of a streaming service, made up and seeded: a dozen genres a viewer, one to sixty events over half a year.</summary>
internal static class GeneratedAudience
{
    private static readonly string[] Genres =
    [
        "action", "adventure", "animation", "anime", "biography", "comedy", "crime", "documentary", "drama", "fantasy", "film-noir", "history", "horror", "music", "musical", "mystery",
        "reality", "romance", "sci-fi", "sport", "thriller", "travel", "war", "western",
    ];

    private static readonly string[] Events = ["Title Watched", "Title Rated", "page", "Trailer Watched", "List Changed"];
    private static readonly string[] Countries = ["FR", "DE", "US", "BR", "IN", "JP", "GB", "ES"];
    private static readonly string[] Languages = ["fr", "de", "en", "pt", "hi", "ja", "es"];
    private static readonly string[] Devices = ["tv", "mobile", "desktop", "tablet"];
    private static readonly string[] Plans = ["basic", "standard", "premium"];

    public static ViewerProfile Viewer(Random random, DateTimeOffset now)
    {
        var profile = new ViewerProfile { FirstSeen = now.AddDays(-200), LastSeen = now, Country = new(Of(Countries), now), Language = new(Of(Languages), now), Device = new(Of(Devices), now) };
        profile.Traits["plan"] = new(now, Text: Of(Plans));
        profile.Traits["tenure"] = new(now, Number: random.Next(1, 120));
        for (var purpose = 1; purpose <= 10; purpose++) profile.Consent[purpose] = new(true, now, "generated");
        var favourites = Enumerable.Range(0, random.Next(3, 13)).Select(_ => Of(Genres)).Distinct().ToArray();
        foreach (var genre in favourites) profile.Genres[genre] = new DecayedScore(random.NextDouble() * 20, now.AddDays(-random.NextDouble() * 90));
        for (var i = random.Next(1, 60); i > 0; i--)
        {
            var name = random.Next(3) == 0 ? Of(Events) : Events[0];
            if (!profile.Events.TryGetValue(name, out var history)) profile.Events[name] = history = new();
            history.Add(now.AddDays(-Math.Pow(random.NextDouble(), 2) * 180), [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => favourites[random.Next(favourites.Length)]).Distinct()]);
        }
        return profile;

        string Of(string[] values) => values[random.Next(values.Length)];
    }

    /// <summary>"Fans of a genre, active lately, not of another one, in some countries, on a plan": four to six conditions each.</summary>
    public static JsonElement Rule(Random random)
    {
        var (genre, other) = (Genres[random.Next(Genres.Length)], Genres[random.Next(Genres.Length)]);
        var conditions = new List<object>
        {
            new { interest = random.Next(2) == 0 ? (object)new { genre, atLeast = Math.Round(random.NextDouble() * 5, 2) } : new { genre, measure = "share", atLeast = Math.Round(random.NextDouble() / 4, 3) } },
            new { @event = new { name = Events[random.Next(3)], withinDays = random.Next(7, 60), atLeast = random.Next(1, 5) } },
            new { not = new { interest = new { genre = other, measure = "share", atLeast = 0.2 } } },
            new { or = new object[] { new { country = Countries.Take(random.Next(1, 8)) }, new { trait = new { name = "plan", equals = Plans[random.Next(3)] } } } },
        };
        if (random.Next(2) == 0) conditions.Add(new { @event = new { genre, withinDays = random.Next(14, 120), atLeast = 2 } });
        if (random.Next(2) == 0) conditions.Add(new { trait = new { name = "tenure", atLeast = random.Next(1, 60) } });
        return JsonSerializer.SerializeToElement(new { and = conditions });
    }

    public static Condition Read(JsonElement rule) => ExpandingReferences.Stored(rule.GetRawText());
}
