using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

/// <summary>Profiles over few words, so that conditions meet them; seeded.</summary>
internal static class RandomProfiles
{
    public static string[] Genres { get; } = ["thriller", "comedy", "drama", "film-noir", "it's \"odd\" 100%"];
    public static string[] Categories { get; } = ["640", "641", "jlbcu7"];
    public static string[] EventNames { get; } = ["Title Watched", "Title Rated", "page", "It's \"odd\": {0} % \uFFFD", "Ünïcode 映画"];
    public static string[] TraitNames { get; } = ["plan", "tenure", "it's \"odd\".$[0]", "größe", "x"];
    public static string[] Texts { get; } = ["premium", "PREMIUM", "basic", "1", "true", "naïve Straße", "STRASSE", "İstanbul ı", "a\0b", "映画 ſ K", "%_'\"\\"];
    public static double[] Numbers { get; } = [0, -0.0, 1, -1, 0.1, 17.5, -17.5, 44, 1e300, -1e300, 5e-324, 9007199254740993, 0.30000000000000004];

    public static ViewerProfile Next(Random random, DateTimeOffset now)
    {
        var profile = new ViewerProfile { FirstSeen = now, LastSeen = now };
        if (random.Next(3) > 0) profile.Country = new(Of("FR", "DE", "US", "BE"), now);
        if (random.Next(3) > 0) profile.Device = new(Of("tv", "mobile"), now);
        if (random.Next(3) > 0) profile.Language = new(Of("fr", "en", "de"), now);
        foreach (var name in TraitNames.Where(_ => random.Next(2) == 0))
        {
            profile.Traits[name] = random.Next(4) switch
            {
                0 => new(now, Text: Of(Texts)),
                1 => new(now, Number: Of(Numbers)),
                2 => new(now, Flag: random.Next(2) == 0),
                _ => new(now),
            };
        }

        foreach (var genre in Genres.Where(_ => random.Next(2) == 0)) profile.Genres[genre] = Score();
        foreach (var category in Categories.Where(_ => random.Next(2) == 0)) profile.Categories[category] = Score();
        for (var purpose = 1; purpose <= 11; purpose++)
            if (random.Next(3) == 0) profile.Consent[purpose] = new(purpose is not (1 or 3 or 4) ? random.Next(2) == 0 : random.Next(12) > 0, now, "test");
        foreach (var name in EventNames.Where(_ => random.Next(2) == 0)) profile.Events[name] = History();
        return profile;

        DecayedScore Score() => new(random.Next(10) switch { 0 => 0, 1 => 1e6, 2 => 1e-9, _ => random.Next(1, 40) / 4.0 }, now.AddHours(-random.Next(-50, 9000)));

        EventHistory History()
        {
            var history = new EventHistory();
            var most = random.Next(10) == 0 ? 1500 : 6;
            for (var i = random.Next(1, most); i > 0; i--)
            {
                var at = most > 6 ? now.AddDays(-random.Next(2)) : now.AddHours(-random.Next(-50, random.Next(2) == 0 ? 700 : 11_000));
                history.Add(
                    at, [.. Genres.Where(_ => random.Next(4) == 0)],
                    random.Next(3) switch { 0 => null, 1 => $$"""{"rating":{{random.Next(1, 6)}}}""", _ => $$"""{"format":"{{Of("clip", "full", "x y")}}","plan":{{Of("true", "false")}},"rating":{{random.Next(1, 6)}}}""" });
            }
            if (random.Next(2) == 0) history.ForgetDaysBefore(EventHistory.DayOf(now) - 399);
            return history;
        }

        T Of<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
    }
}
