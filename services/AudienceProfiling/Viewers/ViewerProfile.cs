using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>All that is held about one viewer, stored as one document. Applying and merging give the same in whatever order things come.</summary>
internal sealed class ViewerProfile
{
    /// <summary>Ids of one viewer; more are not linked, so that a broken client cannot make one endless person.</summary>
    public const int MaxIds = 200;

    public List<ViewerId> Ids { get; set; } = [];
    public DateTimeOffset FirstSeen { get; set; } = DateTimeOffset.MaxValue;
    public DateTimeOffset LastSeen { get; set; } = DateTimeOffset.MinValue;
    public Dictionary<string, Trait> Traits { get; set; } = [];

    /// <summary>By genre of the titles seen, lower case.</summary>
    public Dictionary<string, DecayedScore> Genres { get; set; } = [];

    /// <summary>By IAB Content 3.1 category id.</summary>
    public Dictionary<string, DecayedScore> Categories { get; set; } = [];

    /// <summary>By event name; page and screen calls count as page and screen.</summary>
    public Dictionary<string, EventHistory> Events { get; set; } = [];

    /// <summary>Events per device.</summary>
    public Dictionary<string, int> Devices { get; set; } = [];

    /// <summary>Events per daypart of the viewer's local time: night (0 to 6), morning, afternoon, evening (18 to 24).</summary>
    public int[] Dayparts { get; set; } = new int[4];

    public Latest? Device { get; set; }
    public Latest? Country { get; set; }
    public Latest? Language { get; set; }
    public ExposureSummary Exposure { get; set; } = new();

    /// <summary>By TCF purpose.</summary>
    public Dictionary<int, PurposeConsent> Consent { get; set; } = [];

    /// <summary>Whether <see cref="ViewingHistory"/> may be kept; null when the viewer never said, which is a no.</summary>
    public PurposeConsent? HistoryConsent { get; set; }

    public List<SegmentMembership> Segments { get; set; } = [];

    public bool HasUser => Ids.Exists(id => id.IsUser);

    public bool Allows(int purpose, bool tcfApplies) => Consent.TryGetValue(purpose, out var stated) ? stated.Allowed : !tcfApplies;

    public void Link(ViewerId id)
    {
        if (!Ids.Contains(id)) Ids.Add(id);
    }

    public void Seen(DateTimeOffset at)
    {
        if (at < FirstSeen) FirstSeen = at;
        if (at > LastSeen) LastSeen = at;
    }

    /// <summary>Share of a genre in all genre interest, 0..1. Does not fade while the viewer is idle: all scores fade alike.</summary>
    public double GenreShare(string genre, TimeSpan halfLife) => Share(Genres, genre, halfLife);

    public double CategoryShare(string category, TimeSpan halfLife) => Share(Categories, category, halfLife);

    /// <summary>Everything goes but the ids, the consent, the country, which says which law holds, and what says that the viewer is a minor.</summary>
    public void ForgetBehaviour()
    {
        foreach (var name in Traits.Keys.Where(name => name is not ("age" or "minor")).ToArray()) Traits.Remove(name);
        Device = Language = null;
        Genres = [];
        Categories = [];
        Events = [];
        Devices = [];
        Dayparts = new int[4];
        Exposure = new();
        Segments = [];
    }

    private static double Share(Dictionary<string, DecayedScore> scores, string name, TimeSpan halfLife)
    {
        if (!scores.TryGetValue(name, out var score)) return 0;
        var latest = DateTimeOffset.MinValue;
        foreach (var other in scores.Values)
            if (other.At > latest) latest = other.At;
        double sum = 0;
        foreach (var other in scores.Values) sum += other.ValueAt(latest, halfLife);
        return sum > 0 ? score.ValueAt(latest, halfLife) / sum : 0;
    }
}
