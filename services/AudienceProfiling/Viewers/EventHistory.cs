namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>How often and when a kind of event happened: to the day (UTC) for the last days, one sum before that.</summary>
internal sealed class EventHistory
{
    public DateTimeOffset First { get; set; } = DateTimeOffset.MaxValue;
    public DateTimeOffset Last { get; set; } = DateTimeOffset.MinValue;

    /// <summary>By day number (days since 0001-01-01).</summary>
    public Dictionary<int, Occurrences> Days { get; set; } = [];

    public Occurrences Older { get; set; } = new();

    public static int DayOf(DateTimeOffset at) => (int)(at.UtcTicks / TimeSpan.TicksPerDay);

    /// <param name="properties">Kept properties of the event (see KeptProperties), null for none.</param>
    public void Add(DateTimeOffset at, IReadOnlyList<string> genres, string? properties = null)
    {
        var day = DayOf(at);
        if (!Days.TryGetValue(day, out var occurrences)) Days[day] = occurrences = new Occurrences();
        occurrences.Count++;
        foreach (var genre in genres) occurrences.AddGenre(genre, 1);
        if (properties is not null) occurrences.AddProperties(properties, 1);
        Stretch(at, at);
    }

    /// <summary>Genres of a title that became known after its event was counted.</summary>
    public void AddGenres(DateTimeOffset at, IReadOnlyList<string> genres)
    {
        var occurrences = Days.GetValueOrDefault(DayOf(at)) ?? Older;
        foreach (var genre in genres) occurrences.AddGenre(genre, 1);
    }

    /// <summary>Events whose day is not before <paramref name="firstDay"/>; all that ever happened for <see cref="int.MinValue"/>.</summary>
    /// <param name="genre">Only events of titles of this genre; null for all.</param>
    public int CountSince(int firstDay, string? genre)
    {
        var count = firstDay == int.MinValue ? Older.CountOf(genre) : 0;
        foreach (var (day, occurrences) in Days)
            if (day >= firstDay) count += occurrences.CountOf(genre);
        return count;
    }

    public void Merge(EventHistory other)
    {
        foreach (var (day, occurrences) in other.Days)
        {
            if (Days.TryGetValue(day, out var mine)) mine.Merge(occurrences);
            else Days[day] = occurrences;
        }
        Older.Merge(other.Older);
        Stretch(other.First, other.Last);
    }

    public void ForgetDaysBefore(int firstDay)
    {
        List<int>? old = null;
        foreach (var day in Days.Keys)
            if (day < firstDay) (old ??= []).Add(day);
        foreach (var day in old ?? [])
        {
            Older.Merge(Days[day]);
            Days.Remove(day);
        }
    }

    private void Stretch(DateTimeOffset first, DateTimeOffset last)
    {
        if (first < First) First = first;
        if (last > Last) Last = last;
    }
}

internal sealed class Occurrences
{
    private const int MostProperties = 50;

    public int Count { get; set; }

    /// <summary>Of titles of a genre; a title has several, so these do not sum to the count. Null when there is none.</summary>
    public Dictionary<string, int>? Genres { get; set; }

    /// <summary>Of events with the same kept properties, canonical JSON; null when there is none.</summary>
    public Dictionary<string, int>? Properties { get; set; }

    public int CountOf(string? genre) => genre is null ? Count : Genres?.GetValueOrDefault(genre) ?? 0;

    public void AddGenre(string genre, int count)
    {
        Genres ??= [];
        Genres[genre] = Genres.GetValueOrDefault(genre) + count;
    }

    public void AddProperties(string properties, int count)
    {
        Properties ??= [];
        // A property with ever new values would make every event a counter of its own.
        if (Properties.Count >= MostProperties && !Properties.ContainsKey(properties)) return;
        Properties[properties] = Properties.GetValueOrDefault(properties) + count;
    }

    public void Merge(Occurrences other)
    {
        Count += other.Count;
        foreach (var (properties, count) in other.Properties ?? []) AddProperties(properties, count);
        foreach (var (genre, count) in other.Genres ?? []) AddGenre(genre, count);
    }
}
