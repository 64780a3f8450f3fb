using AdPlatform.AdDelivery.Deciding;

namespace AdPlatform.AdDelivery.ExplainingDecision;

/// <summary>Why this creative, or why none. Names no viewer.</summary>
/// <param name="Draws">The uniform numbers that derive from the decision's id.</param>
/// <param name="Replay">The decision made once more from the stored inputs.</param>
internal sealed record Explanation(
    string DecisionId, DateTimeOffset At, long Snapshot, PlacementAsked Placement, RequestContext Context, Permissions Permissions,
    IReadOnlyList<string> Segments, IReadOnlyList<string> Degraded, DrawsTold Draws, ReplayTold Replay, IReadOnlyList<CandidateTold> Candidates);

internal sealed record DrawsTold(double Line, double Slice, double Creative);

/// <param name="Identical">Same line, same creative, and the same propensity to the last bit as recorded.</param>
internal sealed record ReplayTold(bool Identical, string? LineId, string? CreativeId, double? Propensity, bool? Uniform);

/// <param name="Outcome">chosen or dropped.</param>
/// <param name="Rule">That dropped it.</param>
/// <param name="Score">Of lines that were eligible.</param>
internal sealed record CandidateTold(string LineId, string CampaignId, string Title, string Outcome, string? Rule, string? Reason, ScoreTold? Score);

/// <param name="ServeProbability">What pacing asked for.</param>
/// <param name="Probability">Of the line, given all that were eligible.</param>
/// <param name="Context">Segment or none.</param>
internal sealed record ScoreTold(double ServeProbability, double Probability, string Context, IReadOnlyList<CreativeTold> Creatives);

/// <param name="Share">In the learned allocation.</param>
/// <param name="Propensity">Uniform slice included.</param>
/// <param name="LogOdds">Posterior mean of a click's log-odds; null before the first fit.</param>
/// <param name="Parts">What the log-odds is the sum of, by feature.</param>
internal sealed record CreativeTold(
    string CreativeId, string Angle, double Share, double Propensity, double? LogOdds, double? Deviation, IReadOnlyDictionary<string, double> Parts, bool Chosen);
