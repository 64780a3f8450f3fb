namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What every door asks, in one form.</summary>
internal sealed record Question
{
    public required IReadOnlyList<Slot> Slots { get; init; }
    public IReadOnlyList<ViewerId> Ids { get; init; } = [];
    public ContextRequest? Context { get; init; }
    public required StatedConsent Consent { get; init; }

    /// <summary>The viewer refused what profiles are for, other than by TCF.</summary>
    public bool OptedOut { get; init; }

    /// <summary>Nothing may be remembered.</summary>
    public bool Forgotten { get; init; }

    public IReadOnlyList<string> BlockedCategories { get; init; } = [];

    /// <summary>Of <see cref="BlockedCategories"/>, as OpenRTB's cattax numbers taxonomies.</summary>
    public int Taxonomy { get; init; } = Taxonomies.Content3;

    public IReadOnlyList<string> BlockedDomains { get; init; } = [];

    /// <summary>Milliseconds that the caller waits.</summary>
    public int? Tmax { get; init; }

    public static Question Of(DecisionRequest request, int? tcfVendorId) => new()
    {
        Slots = SlotsOf(request.Placements),
        Ids = request.Viewer?.Ids ?? [],
        Context = request.Context,
        Consent = StatedConsent.Of(request.Consent, tcfVendorId),
        BlockedCategories = request.Blocks?.Bcat ?? [],
        Taxonomy = request.Blocks?.Cattax ?? Taxonomies.Content3,
        BlockedDomains = request.Blocks?.Badv ?? [],
        Tmax = request.Tmax,
    };

    private static Slot[] SlotsOf(IReadOnlyList<PlacementRequest> placements)
    {
        var slots = new Slot[placements.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var asked = placements[i];
            slots[i] = new Slot(asked.Id, [new(asked.Id, asked.Format, asked.Width, asked.Height)], asked.Count);
        }
        return slots;
    }
}

/// <param name="Forms">What may be shown in it, the preferred first; the first that gives a creative is taken.</param>
/// <param name="Count">Creatives wanted, of different campaigns.</param>
/// <param name="Pod">Slots of one pod keep competitors apart.</param>
/// <param name="Seconds">All creatives of the slot together last at most this long; null for no limit.</param>
internal sealed record Slot(string Id, IReadOnlyList<PlacementAsked> Forms, int Count, string? Pod = null, int? Seconds = null);

/// <summary>What came of a question: per slot its decisions, the last one without a creative where fewer were found than wanted.</summary>
internal sealed record Settlement(long Snapshot, IReadOnlyList<string> Degraded, Viewer Viewer, IReadOnlyList<(Slot Slot, IReadOnlyList<Settled> Decisions)> Slots);
