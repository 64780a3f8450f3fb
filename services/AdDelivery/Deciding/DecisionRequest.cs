namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Which creative for this viewer, here, now? Body of <c>POST /v1/decisions</c>.</summary>
internal sealed record DecisionRequest
{
    /// <summary>1 to 20.</summary>
    public required IReadOnlyList<PlacementRequest> Placements { get; init; }

    public ViewerRequest? Viewer { get; init; }
    public ContextRequest? Context { get; init; }
    public ConsentRequest? Consent { get; init; }
    public BlocksRequest? Blocks { get; init; }

    /// <summary>Milliseconds that the caller waits, 1 to 60,000; a profile that is not there in half of it is not waited for.</summary>
    public int? Tmax { get; init; }
}

/// <param name="Id">The caller's own, unique in the request.</param>
/// <param name="Format">One of display-300x250, native, pause-1920x1080, video-1920x1080.</param>
/// <param name="Width">Pixels; null for any.</param>
/// <param name="Count">Creatives wanted, 1 to 10, of different campaigns.</param>
internal sealed record PlacementRequest(string Id, string Format, int? Width = null, int? Height = null, int Count = 1);

/// <param name="Ids">Up to 10 ids of the same viewer; the first with a profile is used.</param>
internal sealed record ViewerRequest(IReadOnlyList<ViewerId> Ids);

/// <param name="Kind">user, anonymous, or another kind that profiles are kept under; no colon.</param>
internal sealed record ViewerId(string Kind, string Id);

internal sealed record ContextRequest
{
    public string? TitleId { get; init; }

    /// <summary>Taken from the catalogue when absent.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>IAB Content 3.1 ids.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>BCP 47; the profile's when absent.</summary>
    public string? Language { get; init; }

    public string? Device { get; init; }

    /// <summary>The viewer's wall clock with offset, for dayparts; never used for flights or caps.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <param name="Gdpr">Does TCF apply? Null leaves it to the country.</param>
/// <param name="Purposes">TCF purposes with a legal basis, 1 to 11.</param>
/// <param name="TcString">TCF v2; gives the purposes when they are absent. One that cannot be read is no consent.</param>
internal sealed record ConsentRequest(bool? Gdpr = null, IReadOnlyList<int>? Purposes = null, string? TcString = null);

/// <param name="Bcat">Ids of the taxonomy; each blocks all below it.</param>
/// <param name="Badv">Domains.</param>
/// <param name="Cattax">Taxonomy of bcat by OpenRTB's numbers; 7 (IAB Content 3) when absent.</param>
internal sealed record BlocksRequest(IReadOnlyList<string>? Bcat = null, IReadOnlyList<string>? Badv = null, int? Cattax = null);
