namespace AdPlatform.Standalone.Sample;

/// <summary>A generated viewer: drawn from a seed, so the same in every run. Nobody real is behind it.</summary>
/// <param name="Tastes">Weight by genre; a title is watched in proportion to the weights of its genres. The first two are the viewer's favourites.</param>
/// <param name="Purposes">TCF purposes that the viewer allows.</param>
/// <param name="Events">Calls that the viewer made in the 60 days before the demo's first moment.</param>
internal sealed record SampleViewer(
    int Number, string Country, string Language, string Device, int Age, IReadOnlyDictionary<string, double> Tastes, IReadOnlyList<int> Purposes, int Events)
{
    public const int Count = 3000;

    private const int Seed = 20_261_122;
    private static readonly string[] Genres = [.. SampleTitle.All.SelectMany(title => title.Genres).Distinct().Order(StringComparer.Ordinal)];
    private static readonly IReadOnlyList<int> AllPurposes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>May be counted and shown ads by context, not profiled (3 and 4 refused).</summary>
    private static readonly IReadOnlyList<int> ContextPurposes = [1, 2, 7, 8];

    public string UserId => $"viewer-{Number:D5}";

    public string Favourite => Tastes.MaxBy(taste => taste.Value).Key;

    /// <summary>Purposes 1 and 3, and of age: otherwise nothing of the viewer's behaviour is kept.</summary>
    public bool MayBeProfiled => Purposes.Contains(1) && Purposes.Contains(3) && Age >= 18;

    public static SampleViewer Of(int number)
    {
        var random = new Random(HashCode(number, 1));
        var country = Pick(random, ("FR", 0.45), ("GB", 0.35), ("BE", 0.2));
        var language = country switch { "FR" => "fr", "GB" => "en", _ => Pick(random, ("fr", 0.7), ("nl", 0.3)) };
        var device = Pick(random, ("tv", 0.45), ("mobile", 0.3), ("desktop", 0.15), ("tablet", 0.1));
        var purposes = Pick<IReadOnlyList<int>>(random, (AllPurposes, 0.86), (ContextPurposes, 0.09), ([], 0.05));
        // A few calls from most viewers, many from some: geometric with mean 10, and the identify call.
        var events = 1 + (int)Math.Min(100, Math.Log(1 - random.NextDouble()) / Math.Log(1 - (1 / 11.0)));
        return new SampleViewer(number, country, language, device, random.Next(16, 80), TastesOf(random), purposes, events);
    }

    /// <summary>What the viewer watches, given a random number in [0, 1).</summary>
    public SampleTitle Choose(double draw)
    {
        var rest = draw * Weights.Sum();
        for (var i = 0; i < Weights.Length; i++)
            if ((rest -= Weights[i]) < 0) return SampleTitle.All[i];
        return SampleTitle.All[^1];
    }

    /// <summary>By title: how well it suits, times how much of it there is in the viewer's country.</summary>
    private double[] Weights => field ??= [.. SampleTitle.All.Select(title => title.Genres.Average(genre => Tastes[genre]) * title.Supply.GetValueOrDefault(Country))];

    /// <summary>A seed for one purpose of one viewer, the same in every process (unlike System.HashCode).</summary>
    public static int HashCode(int number, int purpose) => unchecked((Seed * 31) + (number * 7919) + (purpose * 104_729)) & int.MaxValue;

    private static Dictionary<string, double> TastesOf(Random random)
    {
        var tastes = Genres.ToDictionary(genre => genre, _ => 0.15 + (0.1 * random.NextDouble()));
        tastes[Genres[random.Next(Genres.Length)]] = 4;
        tastes[Genres[random.Next(Genres.Length)]] = 2;
        return tastes;
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<(T Value, double Share)> choices)
    {
        var draw = random.NextDouble();
        foreach (var (value, share) in choices)
            if ((draw -= share) < 0) return value;
        return choices[^1].Value;
    }
}
