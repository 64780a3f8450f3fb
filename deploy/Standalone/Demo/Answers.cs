using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Standalone.Demo;

/// <summary>What the driver reads of the public API's answers; the rest of each answer is left alone.</summary>
internal static class Answers
{
    public static T Read<T>(this JsonElement answer) => answer.Deserialize<T>(PlatformClient.Json) ?? throw new JsonException($"No {typeof(T).Name} in the answer.");
}

internal sealed record Amount(string Value, string Currency)
{
    public override string ToString() => $"{Value} {Currency}";

    public static Amount Of(JsonElement money) => new(money.GetProperty("amount").GetString()!, money.GetProperty("currency").GetString()!);
}

internal sealed record CampaignAnswer(string Id, string Name, string State, int? Creatives, int ApprovedCreatives, PlanSummaryAnswer? Plan, JsonElement Budget, JsonElement Spend, JsonElement? Failure);

internal sealed record PlanSummaryAnswer(string Id, int Lines, double Reach, double AverageFrequency, string ReachModel, CertificateAnswer Certificate);

internal sealed record CertificateAnswer(double Value, double Bound, double Gap);

internal sealed record CreativesAnswer(IReadOnlyList<CreativeAnswer> Items, string? Next, int Total, IReadOnlyDictionary<string, int> ByStatus);

internal sealed record CreativeAnswer(
    string Id, SegmentAnswer? Segment, string Format, string Locale, string Angle, string? Status, IReadOnlyDictionary<string, string> Texts, string? AssetUrl, double Score);

internal sealed record SegmentAnswer(string Id, string Name);

/// <param name="Degraded">What could not be asked, e.g. profile-timeout; null or empty is the usual.</param>
internal sealed record DecisionAnswer(IReadOnlyList<PlacementAnswer> Placements, IReadOnlyList<string>? Degraded);

internal sealed record PlacementAnswer(string Id, IReadOnlyList<ServedAnswer> Decisions, NothingAnswer? None);

internal sealed record ServedAnswer(
    string DecisionId, string CampaignId, CreativeAnswer Creative, string ClickUrl, IReadOnlyDictionary<string, string> Events, string Context, double Propensity, string Reason);

internal sealed record NothingAnswer(string DecisionId, string Rule, string Reason);

internal sealed record ExplanationAnswer(ReplayAnswer Replay, IReadOnlyList<CandidateAnswer> Candidates);

internal sealed record ReplayAnswer(bool Identical);

internal sealed record CandidateAnswer(string Title, string Outcome, string? Rule, string? Reason);

internal sealed record DeliveryAnswer(string Status, JsonElement Spend, long Impressions, long Clicks, LearnedAnswer Learned, IReadOnlyList<TableAnswer> Allocation);

internal sealed record LearnedAnswer(double PriorRate, IReadOnlyList<EffectAnswer> Creatives, IReadOnlyList<EffectAnswer> Angles, IReadOnlyList<EffectAnswer> Segments);

internal sealed record EffectAnswer(string Name, string? Detail, long Impressions, long Clicks, double Rate, double Low, double High);

internal sealed record TableAnswer(string Format, string Locale, string Context, IReadOnlyList<ShareAnswer> Creatives);

internal sealed record ShareAnswer(string CreativeId, string Angle, double Before, double Now);
