using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.ReviewingCreative;

namespace AdPlatform.CreativeGeneration.ApprovingByRule;

/// <summary>The rule: approved is what nobody has a reason to look at, and what no law keeps back.</summary>
internal static class RuleApproval
{
    public const string Name = "no-exception";

    public static bool Approves(Creative creative) => creative is { Status: Creative.InReview, Eyes: Creative.NoEyes } && !creative.Findings().Any(d => d.Blocks);

    /// <summary>Decides as the account has set it; who set it answers for it. Creatives are judged before.</summary>
    public static void Apply(CreativesDb db, ApprovalSetting? setting, IEnumerable<Creative> creatives, DateTimeOffset now)
    {
        if (setting is not { Mode: ApprovalMode.Rule }) return;
        foreach (var creative in creatives.Where(Approves))
            db.Decide(creative, ReviewDecision.Approved, $"rule {Name}, set by {setting.ChangedBy}", null, now, $"{Name}, setting {setting.Version}");
    }
}
