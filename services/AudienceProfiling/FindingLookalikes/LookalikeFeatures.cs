using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.FindingLookalikes;

/// <summary>
/// What a lookalike is learned from: conditions on behaviour, in the language of segments. Declared traits are left out (they would learn the declaration), and
/// so is what could reveal something sensitive.
/// </summary>
internal static class LookalikeFeatures
{
    private const int MostInterests = 30;
    private const int MostValues = 10;

    /// <param name="least">Viewers that a genre, a device, ... must have to be looked at.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<ViewerProfile> viewers, EvaluationTime time, int least)
    {
        var features = new List<object>();
        foreach (var (genre, shares) in Common(viewers.SelectMany(v => v.Genres.Keys.Select(name => (name, v.GenreShare(name, time.HalfLife)))), least))
            features.AddRange(Quantiles(shares).Select(share => (object)new { interest = new { genre, measure = "share", atLeast = share } }));
        foreach (var (category, shares) in Common(viewers.SelectMany(v => v.Categories.Keys.Select(name => (name, v.CategoryShare(name, time.HalfLife)))), least))
            features.AddRange(Quantiles(shares).Select(share => (object)new { interest = new { category, measure = "share", atLeast = share } }));
        foreach (var (name, counts) in Common(viewers.SelectMany(v => v.Events.Select(pair => (pair.Key, (double)pair.Value.CountSince(int.MinValue, null)))), least))
            features.AddRange(Quantiles(counts).Select(count => (object)new { @event = new { name, atLeast = (int)Math.Min(count, EventCondition.MostTimes) } }));
        features.Add(new { @event = new { withinDays = 7 } });
        features.Add(new { @event = new { withinDays = 30 } });
        features.AddRange(Values(viewers, v => v.Device, least).Select(device => (object)new { device = new[] { device } }));
        features.AddRange(Values(viewers, v => v.Country, least).Select(country => (object)new { country = new[] { country } }));
        features.AddRange(Values(viewers, v => v.Language, least).Select(language => (object)new { language = new[] { language } }));
        return [.. features.Select(feature => JsonSerializer.Serialize(feature, PlatformJson.Bus)).Distinct().Where(json => SensitiveConditions.FaultOf(ExpandingReferences.Stored(json)) is null)];
    }

    private static IEnumerable<(string Name, double[] Ascending)> Common(IEnumerable<(string Name, double Value)> values, int least) => values
        .Where(one => one.Value > 0 && one.Name.Length is > 0 and <= 100)
        .GroupBy(one => one.Name, one => one.Value).Where(group => group.Count() >= least)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostInterests)
        .Select(group => (group.Key, group.Order().ToArray()));

    /// <summary>Thresholds at which a quarter, a half, three quarters and nine tenths of those who have any are below.</summary>
    private static IEnumerable<double> Quantiles(double[] ascending) =>
        new[] { 0.25, 0.5, 0.75, 0.9 }.Select(q => Math.Round(ascending[(int)(q * (ascending.Length - 1))], 4)).Where(value => value > 0).Distinct();

    private static IEnumerable<string> Values(IReadOnlyList<ViewerProfile> viewers, Func<ViewerProfile, Latest?> of, int least) => viewers
        .Select(of).OfType<Latest>().GroupBy(latest => latest.Value).Where(group => group.Count() >= least && group.Key.Length <= 20)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostValues).Select(group => group.Key);
}
