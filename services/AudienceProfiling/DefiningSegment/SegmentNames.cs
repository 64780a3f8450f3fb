using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>What a publisher may call a segment.</summary>
internal static class SegmentNames
{
    private const int MaxName = 100;

    /// <returns>The name without blanks around; faults are in the errors.</returns>
    public static string Check(string? given, FieldErrors errors)
    {
        var name = given?.Trim() ?? "";
        errors.Check(name.Length is > 0 and <= MaxName, "name", $"must have 1 to {MaxName} characters");
        errors.Check(!name.StartsWith("seg_", StringComparison.OrdinalIgnoreCase), "name", "must not start as an id does, with seg_");
        errors.Check(!name.StartsWith(Segment.LearnedPrefix, StringComparison.OrdinalIgnoreCase), "name", $"must not start with '{Segment.LearnedPrefix}', which the platform's own segments do");
        errors.Check(!name.Contains('\0'), "name", "must not hold the character U+0000");
        return name;
    }

    public static ProblemHttpResult Taken(string name) =>
        Problems.Conflict("segment-exists", $"There is a segment '{name}' already. Choose another name, or change its rule with PUT.");
}
