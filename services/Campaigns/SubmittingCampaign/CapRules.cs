using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>What a frequency cap must be: whole numbers that a longer window does not undo.</summary>
internal static class CapRules
{
    public static void Check(FrequencyCap? cap, string field, FieldErrors errors)
    {
        if (cap is null) return;
        (string Name, int? Most, int Limit)[] windows =
            [("perMinute", cap.PerMinute, 100), ("perHour", cap.PerHour, 1000), ("perDay", cap.PerDay, 1000), ("perFlight", cap.PerFlight, 10_000)];
        errors.Check(Array.Exists(windows, window => window.Most is not null), field, "must set perMinute, perHour, perDay or perFlight");
        for (var i = 0; i < windows.Length; i++)
        {
            var (name, most, limit) = windows[i];
            if (most is null || !errors.Check(most >= 1 && most <= limit, $"{field}.{name}", $"must be 1 to {limit}")) continue;
            // A cap that a longer window makes unreachable is a slip of the pen.
            foreach (var longer in windows[(i + 1)..])
                if (longer.Most is { } later && most > later) errors.Add($"{field}.{name}", $"must not be more than {longer.Name}");
        }
    }
}
