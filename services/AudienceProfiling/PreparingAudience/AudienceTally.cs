using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.PreparingAudience;

/// <summary>Sums over a group of viewers. What fewer than the floor's persons contribute to is left out of every answer.</summary>
internal sealed class AudienceTally
{
    private static readonly string[] Dayparts = ["night", "morning", "afternoon", "evening"];

    private readonly Dictionary<string, Sum> devices = [];
    private readonly Dictionary<string, Sum> dayparts = [];
    private readonly Dictionary<string, Sum> languages = [];

    public long Viewers { get; private set; }

    /// <summary>Viewers with any interest in a genre; only they count for means of shares.</summary>
    public long Interested { get; private set; }

    /// <summary>Shares of genres in a viewer's interest.</summary>
    public Dictionary<string, Sum> Genres { get; } = [];

    /// <summary>Shares of IAB categories in a viewer's interest.</summary>
    public Dictionary<string, Sum> Categories { get; } = [];

    public void Add(ViewerProfile profile, TimeSpan halfLife)
    {
        Viewers++;
        if (profile.Genres.Count > 0) Interested++;
        AddShares(Genres, profile.Genres, halfLife);
        AddShares(Categories, profile.Categories, halfLife);
        foreach (var (device, events) in profile.Devices) Add(devices, device, events);
        for (var i = 0; i < Dayparts.Length; i++) Add(dayparts, Dayparts[i], profile.Dayparts[i]);
        if (profile.Language is { } language) Add(languages, language.Value, 1);
    }

    /// <summary>Mean share of the genre over the viewers with an interest at all.</summary>
    public double MeanShare(string genre) => Interested > 0 ? Genres.GetValueOrDefault(genre).Total / Interested : 0;

    /// <summary>Mean share relative to the mean of <paramref name="universe"/>, strongest first.</summary>
    public IReadOnlyList<Weighted> TopInterests(AudienceTally universe, int most, int floor) =>
    [
        .. Genres.Where(genre => genre.Value.Viewers >= floor && universe.MeanShare(genre.Key) > 0)
            .Select(genre => new Weighted(genre.Key, Rounded(MeanShare(genre.Key) / universe.MeanShare(genre.Key))))
            .OrderByDescending(weighted => weighted.Weight).ThenBy(weighted => weighted.Name, StringComparer.Ordinal).Take(most),
    ];

    public IReadOnlyList<Weighted> DeviceShares(int floor) => Shares(devices, devices.Values.Sum(sum => sum.Total), floor);

    public IReadOnlyList<Weighted> DaypartShares(int floor) => Shares(dayparts, dayparts.Values.Sum(sum => sum.Total), floor);

    /// <summary>Of all viewers: those who never told a language count as none.</summary>
    public IReadOnlyList<Weighted> LanguageShares(int floor) => Shares(languages, Viewers, floor);

    private static void AddShares(Dictionary<string, Sum> into, Dictionary<string, DecayedScore> scores, TimeSpan halfLife)
    {
        if (scores.Count == 0) return;
        var latest = scores.Values.Max(score => score.At);
        var total = scores.Values.Sum(score => score.ValueAt(latest, halfLife));
        foreach (var (name, score) in scores) Add(into, name, score.ValueAt(latest, halfLife) / total);
    }

    private static void Add(Dictionary<string, Sum> sums, string name, double value)
    {
        if (value > 0) sums[name] = new(sums.GetValueOrDefault(name).Viewers + 1, sums.GetValueOrDefault(name).Total + value);
    }

    private static IReadOnlyList<Weighted> Shares(Dictionary<string, Sum> sums, double total, int floor) =>
    [
        .. sums.Where(pair => pair.Value.Viewers >= floor).Select(pair => new Weighted(pair.Key, Rounded(pair.Value.Total / total)))
            .OrderByDescending(weighted => weighted.Weight).ThenBy(weighted => weighted.Name, StringComparer.Ordinal),
    ];

    private static double Rounded(double value) => Math.Round(value, 4);
}

/// <param name="Viewers">Persons who contribute.</param>
internal readonly record struct Sum(long Viewers, double Total);
