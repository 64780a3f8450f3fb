using System.ComponentModel.DataAnnotations;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling;

/// <summary><c>AdPlatform:AudienceProfiling:*</c>.</summary>
internal sealed class ProfilingOptions : IValidatableObject
{
    /// <summary>Time in which an interest fades to a half. Default 30 days; 1 hour to 10 years.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan InterestHalfLife { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Days for which event counts are kept to the day; older ones are kept as one sum. Windows of segments cannot be longer. Default 400.</summary>
    [Range(1, 3650)]
    public int HistoryDays { get; set; } = 400;

    /// <summary>
    /// Properties of track, page and screen calls that are kept with the day of the event, so that segments can ask for them; texts up to 64 characters,
    /// numbers and flags. Each combination of their values is a counter in the profile: name few, none that says who somebody is.
    /// Names with commas between. Default rating, format, channel, quality, plan.
    /// </summary>
    public string EventProperties { get; set; } = "rating,format,channel,quality,plan";

    public IReadOnlyList<string> EventPropertyNames => EventProperties.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Persons below which no size, share or overlap is revealed. Default 50.</summary>
    [Range(2, 1_000_000)]
    public int KAnonymityFloor { get; set; } = 50;

    /// <summary>How long a messageId is remembered, so that a resend changes nothing. Default 7 days, as Segment does.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A client clock (its sentAt) off by more than this is corrected; less may as well be the network. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ClockSkewTolerance { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Publishers (account ids, or <c>*</c> for all) under the IAB Transparency and Consent Framework: nothing is kept of a viewer who did not
    /// allow it, wherever they are. Default none: the viewer's country decides, see <see cref="Regimes"/>.
    /// </summary>
    public IList<string> TcfPublishers { get; } = [];

    /// <summary>
    /// By the country in which a viewer was seen last, <c>FR=opt-in,US=opt-out,*=opt-out</c>: with opt-in nothing is kept of a viewer who did not allow it, with
    /// opt-out a viewer who said nothing is kept and a no is obeyed. <c>*</c> is the operator's default for every other country and for viewers of whom none is
    /// known. It must be set, save in an installation of one process, which without it takes opt-out.
    /// </summary>
    public string Regimes { get; set; } = "";

    private ConsentRegimes? regimes;

    /// <summary>
    /// The operator's id in the Global Vendor List, 1 to 65535: of a TC string, only purposes that the viewer allows this vendor count. Default none, which
    /// takes the purposes' consents alone.
    /// </summary>
    [Range(1, 65_535)]
    public int? TcfVendorId { get; set; }

    /// <summary>
    /// Segment's consent categories (context.consent.categoryPreferences) as TCF purposes, "1,2,3": a purpose is allowed when one of its
    /// categories is. Default: Advertising 1,2,3,4,7; Analytics 1,7,8,9,10; Functional 1.
    /// </summary>
    public IDictionary<string, string> ConsentCategories { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Advertising"] = "1,2,3,4,7",
        ["Analytics"] = "1,7,8,9,10",
        ["Functional"] = "1",
    };

    /// <summary>A genre's share of a viewer's interest, relative to the mean viewer's, from which a learned segment takes the viewer in. Default 1.5.</summary>
    [Range(1.0, 100.0)]
    public double LearnedAffinity { get; set; } = 1.5;

    /// <summary>Events of the genre that a learned segment asks for, so that one view makes nobody a fan. Default 3.</summary>
    [Range(1, 1000)]
    public int LearnedEvents { get; set; } = 3;

    /// <summary>Learned segments that a campaign without targeting is given, largest first. Default 8.</summary>
    [Range(1, 50)]
    public int LearnedSegments { get; set; } = 8;

    /// <summary>How often memberships are looked at for slid windows and changed rules; nothing to do costs one query. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Profiles kept in this process for decisions, counted by viewer id. Default 250,000.</summary>
    [Range(1, 10_000_000)]
    public int CachedProfiles { get; set; } = Profiles.ProfilesRegistration.DefaultCapacity;

    /// <summary>A viewer who was not seen for so long is forgotten. Default 395 days (13 months).</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan ProfileRetention { get; set; } = TimeSpan.FromDays(395);

    /// <summary>How long is kept which titles a viewer saw, where they agreed to that. Default 365 days; at most the two years for which a consent under the VPPA holds.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "730.00:00:00")]
    public TimeSpan ViewingHistoryRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long events that could not be applied are kept for a replay. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan FailedEventsRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the receipt of an erasure, in which no viewer is named, can be read. Default 3 years.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3650.00:00:00")]
    public TimeSpan ErasureReceiptRetention { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>
    /// File beside the database, and not in its backups, in which each erasure is a line of keyed hashes: after a restore they are done again at the start. Of
    /// several instances each has its own. Default erasures.log in the data folder; over a broker none, until one is named.
    /// </summary>
    public string? ErasureLog { get; set; }

    /// <summary>Requests with events inside one instance at one time; more are answered 503 at once. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Accepted messages that may wait in the outbox, some 60 events each; above it requests are answered 503. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxWaitingMessages { get; set; } = 20_000;

    /// <summary>Events a second that one publisher may send to one instance; above it requests are answered 429. Default none.</summary>
    [Range(1, 10_000_000)]
    public int? MaxEventsPerSecond { get; set; }

    /// <summary>Where consent is asked for first: of this publisher's viewers.</summary>
    public ConsentRegimes RegimesOf(string publisherId) =>
        TcfPublishers.Contains("*") || TcfPublishers.Contains(publisherId) ? ConsentRegimes.OptIn : regimes ??= ConsentRegimes.TryParse(Regimes, out _)!;

    public bool AskFirst(string publisherId, ViewerProfile profile) => RegimesOf(publisherId).AskFirst(profile);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConsentRegimes.TryParse(Regimes, out var fault) is null) yield return new ValidationResult($"AdPlatform:AudienceProfiling:Regimes: {fault}", [nameof(Regimes)]);
    }
}
