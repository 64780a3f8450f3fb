using System.Globalization;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>Takes features, those of one name in ascending order of value.</summary>
internal interface IFeatureSink
{
    /// <param name="value">0 to 2^31 - 1.</param>
    /// <param name="count">How often.</param>
    void Add(FeatureName name, int value, int count);
}

/// <summary>A profile as named whole numbers: what conditions look at, in memory and in the store, so that both look at the same.</summary>
internal static class ViewerFeatures
{
    private const int Whole = 1 << 30;

    /// <summary>Of a share 0..1, on a grid of 2^-30.</summary>
    public static int ShareOf(double share) => (int)Math.Clamp(Math.Round(share * Whole), 0, Decay.Most);

    public static string PurposeName(int purpose) => purpose.ToString(CultureInfo.InvariantCulture);

    /// <summary>U+0000 is in no text that PostgreSQL could keep.</summary>
    public static string Clean(string text) => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text;

    public static void AddTo<T>(ViewerProfile profile, Decay decay, T sink)
        where T : IFeatureSink
    {
        Interests(profile.Genres, FeatureKind.GenreScore, FeatureKind.GenreShare, decay, sink);
        Interests(profile.Categories, FeatureKind.CategoryScore, FeatureKind.CategoryShare, decay, sink);
        if (profile.Country is { } country) sink.Add(new(FeatureKind.Country, Clean(country.Value)), 0, 1);
        if (profile.Device is { } device) sink.Add(new(FeatureKind.Device, Clean(device.Value)), 0, 1);
        if (profile.Language is { } language) sink.Add(new(FeatureKind.Language, Clean(language.Value)), 0, 1);
        foreach (var (purpose, stated) in profile.Consent) sink.Add(new(FeatureKind.Consent, PurposeName(purpose)), stated.Allowed ? 1 : 0, 1);
        foreach (var (name, history) in profile.Events) Events(Clean(name), history, sink);
    }

    private static void Interests<T>(Dictionary<string, DecayedScore> scores, FeatureKind score, FeatureKind share, Decay decay, T sink)
        where T : IFeatureSink
    {
        if (scores.Count == 0) return;
        var latest = DateTimeOffset.MinValue;
        foreach (var one in scores.Values)
            if (one.At > latest) latest = one.At;
        double total = 0;
        foreach (var one in scores.Values) total += one.ValueAt(latest, decay.HalfLife);
        foreach (var (name, one) in scores)
        {
            if (decay.Write(one) is not { } written) continue;
            sink.Add(new(score, Clean(name)), written, 1);
            if (total > 0) sink.Add(new(share, Clean(name)), ShareOf(one.ValueAt(latest, decay.HalfLife) / total), 1);
        }
    }

    private static void Events<T>(string name, EventHistory history, T sink)
        where T : IFeatureSink
    {
        Occurred(name, 0, history.Older, sink);
        Span<int> days = history.Days.Count <= 512 ? stackalloc int[history.Days.Count] : new int[history.Days.Count];
        var next = 0;
        foreach (var day in history.Days.Keys) days[next++] = day;
        days.Sort();
        foreach (var day in days) Occurred(name, day, history.Days[day], sink);
    }

    private static void Occurred<T>(string name, int day, Occurrences occurrences, T sink)
        where T : IFeatureSink
    {
        if (occurrences.Count > 0) sink.Add(new(FeatureKind.Event, name), day, occurrences.Count);
        foreach (var (genre, count) in occurrences.Genres ?? []) sink.Add(new(FeatureKind.EventGenre, name, Clean(genre)), day, count);
        foreach (var (properties, count) in occurrences.Properties ?? []) sink.Add(new(FeatureKind.EventProperties, name, properties), day, count);
    }
}
