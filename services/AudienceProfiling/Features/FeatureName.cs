namespace AdPlatform.AudienceProfiling.Features;

/// <summary>What a feature's number means; the numbers are stored, so a kind keeps its own.</summary>
internal enum FeatureKind
{
    /// <summary>Decayed interest in a genre, as <see cref="Decay"/> writes it.</summary>
    GenreScore = 1,

    /// <summary>Share of a genre in all genre interest, see <see cref="ViewerFeatures.ShareOf"/>.</summary>
    GenreShare = 2,
    CategoryScore = 3,
    CategoryShare = 4,

    /// <summary>Present with 0.</summary>
    Country = 5,
    Device = 6,
    Language = 7,

    /// <summary>By purpose: 1 allowed, 0 refused.</summary>
    Consent = 8,

    /// <summary>By event name, the day number of each occurrence; 0 for those whose day is no longer told apart.</summary>
    Event = 9,

    /// <summary>By event name and genre, days as above.</summary>
    EventGenre = 10,

    /// <summary>By event name and kept properties (canonical JSON), days as above.</summary>
    EventProperties = 11,

    /// <summary>Days of whatever event; never stored.</summary>
    AnyEvent = 12,

    /// <summary>Days of whatever event of titles of a genre; never stored.</summary>
    AnyEventGenre = 13,
}

/// <param name="Detail">Of an event: genre or kept properties.</param>
internal readonly record struct FeatureName(FeatureKind Kind, string Name, string Detail = "");
