using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>
/// Reads score expressions, sums of points:
/// <code>
/// {"elements": [{"points": 5, "when": {any condition}}, {"points": 1, "each": {"name": "Title Watched", "withinDays": 30}, "upTo": 20}], "atLeast": 10}
/// </code>
/// </summary>
internal sealed class ScoreReading(ConditionReading conditions, FieldErrors errors, ConditionLimits limits)
{
    public const int MostPoints = 100_000;
    private const int MaxElements = 100;

    public Condition? Score(JsonElement score, string path, int depth)
    {
        var members = new MemberReading(score, path, errors);
        if (!members.Only("name", "elements", "atLeast", "atMost")) return null;
        var name = members.Text("name");
        var (atLeast, atMost) = (members.Whole("atLeast", -1_000_000_000, 1_000_000_000), members.Whole("atMost", -1_000_000_000, 1_000_000_000));
        if (atLeast is null && atMost is null) return members.Fault(path, "needs atLeast or atMost");
        if (atLeast > atMost) return members.Fault($"{path}.atLeast", "must not be more than atMost");
        var isInline = score.TryGetProperty("elements", out var elements);
        if (isInline == name is not null) return members.Fault(path, "needs either name or elements");
        if (name is not null) return new NamedScoreCondition(name, atLeast, atMost, path);
        return Elements(elements, $"{path}.elements", depth) is { } read ? new ScoreCondition(read, atLeast, atMost) : null;
    }

    public IReadOnlyList<ScoreElement>? Elements(JsonElement elements, string path, int depth)
    {
        if (elements.ValueKind != JsonValueKind.Array || elements.GetArrayLength() is 0 or > MaxElements)
        {
            errors.Add(path, $"must be a list of 1 to {MaxElements} elements");
            return null;
        }

        var read = elements.EnumerateArray().Select((element, i) => Element(element, $"{path}[{i}]", depth)).ToArray();
        return read.Any(element => element is null) ? null : [.. read.OfType<ScoreElement>()];
    }

    private ScoreElement? Element(JsonElement element, string path, int depth)
    {
        var members = new MemberReading(element, path, errors);
        if (!members.Only("points", "when", "each", "upTo")) return null;
        if (members.Whole("points", -MostPoints, MostPoints) is not { } points)
        {
            if (!element.TryGetProperty("points", out _)) members.Fault($"{path}.points", "is needed");
            return null;
        }

        var (hasWhen, hasEach) = (element.TryGetProperty("when", out var when), element.TryGetProperty("each", out var each));
        if (hasWhen == hasEach)
        {
            members.Fault(path, "needs either when or each");
            return null;
        }

        if (hasWhen)
        {
            if (element.TryGetProperty("upTo", out _)) members.Fault($"{path}.upTo", "belongs to each");
            return conditions.Node(when, $"{path}.when", depth + 1) is { } condition ? new(points, condition, null, 1) : null;
        }

        var upTo = members.Whole("upTo", 1, EventCondition.MostTimes);
        if (new EventReading(each, $"{path}.each", errors, limits).Event(counted: false) is not { } counted) return null;
        if (!limits.IsStored && SensitiveConditions.FaultOf(counted) is { } reason) members.Fault($"{path}.each", reason);
        return members.IsFaulty ? null : new(points, null, counted, upTo ?? EventCondition.MostTimes);
    }
}
