using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Verify.CheckingBrief;

/// <summary>The plan without its lines; or, when none is possible, which constraints stand against each other.</summary>
internal static class BuiltPlan
{
    private static readonly string[] Summary = ["planId", "objective", "budget", "planned", "unspent", "impressions", "cpm", "certificate", "universe", "reach", "weeks", "explanation"];

    public static async Task<object?> ReadAsync(PlatformClient advertiser, string campaignId, CancellationToken cancellationToken)
    {
        var plans = (await advertiser.GetAsync($"/v1/plans?campaignId={campaignId}", cancellationToken)).GetProperty("items");
        if (plans.GetArrayLength() == 0) return null;
        var newest = plans[0];
        if (newest.GetProperty("plan").ValueKind == JsonValueKind.Null) return newest;
        var plan = await advertiser.GetAsync($"/v1/plans/{newest.GetProperty("planId").GetString()}", cancellationToken);
        var shown = new Dictionary<string, object> { ["lines"] = plan.GetProperty("lines").GetArrayLength() };
        foreach (var name in Summary) shown[name] = plan.GetProperty(name);
        return shown;
    }
}
