using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>A campaign in the form that decisions read. Immutable: every change is a new document, kept so that old decisions can be replayed.</summary>
internal sealed record ServingCampaign
{
    public required string PublisherId { get; init; }
    public required string AdvertiserId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required CampaignStatus Status { get; init; }
    public required int PlanVersion { get; init; }
    public required Objective Objective { get; init; }
    public required Money Budget { get; init; }
    public required Flight Flight { get; init; }
    public required string Zone { get; init; }
    public FrequencyCap? Cap { get; init; }

    /// <summary>Of each single creative.</summary>
    public FrequencyCap? CreativeCap { get; init; }

    /// <summary>Of all the advertiser's campaigns together.</summary>
    public FrequencyCap? AdvertiserCap { get; init; }

    /// <summary>Share of viewers to whom it is not shown, 0..1; null is none.</summary>
    public double? Holdout { get; init; }

    /// <summary>Nothing that is known of a viewer may choose it or one of its creatives.</summary>
    public bool Political { get; init; }
    public required string AdvertiserDomain { get; init; }
    public string? AdvertiserCategory { get; init; }

    /// <summary>By line id.</summary>
    public required IReadOnlyList<PlanLine> Lines { get; init; }

    /// <summary>Orders under which lines were bought, by line id.</summary>
    public IReadOnlyList<Booking> Bookings { get; init; } = [];

    /// <summary>An experiment with fixed allocation runs: every creative is drawn evenly.</summary>
    public bool DrawsEvenly { get; init; }

    /// <summary>Approved ones that the activation names, by creative id.</summary>
    public required IReadOnlyList<ServingCreative> Creatives { get; init; }
}

internal enum CampaignStatus { Active, Paused, Ended }

/// <param name="Version">Of the review that approved this form.</param>
internal sealed record ServingCreative(Guid CreativeId, int Version, ServingForm Form);
