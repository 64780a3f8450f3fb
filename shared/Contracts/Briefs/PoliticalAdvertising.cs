namespace AdPlatform.Contracts.Briefs;

/// <summary>What the label and the transparency notice of a political advertisement say: Regulation (EU) 2024/900, articles 11 and 12. What is missing keeps creatives from approval in the EU.</summary>
public sealed record PoliticalAdvertising
{
    /// <summary>IAB Tech Lab Content Taxonomy 3.1: politics and what is under it.</summary>
    public static IReadOnlySet<string> Categories { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "386", "387", "388", "8YPBBL" };

    /// <summary>Who says so, or advertises in a political category.</summary>
    public static bool Concerns(CampaignBrief brief) => brief.Political is not null || (brief.Advertiser.Category is { } category && Categories.Contains(category));

    /// <summary>Who pays for it, as it is printed.</summary>
    public string? Sponsor { get; init; }

    public string? SponsorEmail { get; init; }

    /// <summary>Postal address.</summary>
    public string? SponsorAddress { get; init; }

    /// <summary>ISO 3166-1 alpha-2: where the sponsor is established or resides.</summary>
    public string? SponsorCountry { get; init; }

    /// <summary>Who ultimately controls the sponsor, where that is somebody else.</summary>
    public string? ControlledBy { get; init; }

    /// <summary>The election, referendum, legislative or regulatory process that it is linked to, as it is printed; null where there is none.</summary>
    public string? Process { get; init; }

    /// <summary>Day of the vote, of an election or referendum.</summary>
    public DateOnly? VoteOn { get; init; }

    /// <summary>Absolute https URL, on one of the advertiser's domains, of the transparency notice.</summary>
    public string? NoticeUrl { get; init; }
}
