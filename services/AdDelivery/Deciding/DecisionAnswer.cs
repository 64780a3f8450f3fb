using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.AdDelivery.Deciding;

/// <param name="Snapshot">Version of what could be served.</param>
/// <param name="Degraded">Why the answer is less than it could be: profile-timeout, profile-unavailable, caps-unavailable (capped campaigns did not take part).</param>
internal sealed record DecisionAnswer(long Snapshot, IReadOnlyList<string> Degraded, IReadOnlyList<PlacementAnswer> Placements);

/// <param name="Decisions">As many as were asked for, or fewer.</param>
/// <param name="None">Set when there are fewer.</param>
internal sealed record PlacementAnswer(string Id, IReadOnlyList<ServedAnswer> Decisions, NothingAnswer? None);

/// <param name="Context">Segment (seg_...) of the campaign that the viewer is in, or "none".</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Events">URLs by kind; call each at most once, GET or POST.</param>
internal sealed record ServedAnswer(
    string DecisionId, string CampaignId, string LineId, CreativeAnswer Creative, string ClickUrl, IReadOnlyDictionary<string, string> Events,
    string Context, double Propensity, string Reason, DateTimeOffset BillableUntil, DateTimeOffset AcceptedUntil);

/// <param name="AssetUrl">Null for pure text.</param>
/// <param name="Disclosed">For whom, who pays, and how it was made: to be told with it (DSA, Art. 26; AI Act, Art. 50). Null for creatives of before it was kept.</param>
internal sealed record CreativeAnswer(
    string Id, string Format, string Locale, int? Width, int? Height, string Angle, IReadOnlyDictionary<string, string> Texts, string? AssetUrl, Disclosed? Disclosed = null);

/// <param name="DecisionId">Explains itself as well.</param>
/// <param name="Rule">The rule that the most promising line failed on.</param>
/// <param name="Rules">Lines dropped, by rule.</param>
internal sealed record NothingAnswer(string DecisionId, string Rule, string Reason, IReadOnlyDictionary<string, int> Rules);
