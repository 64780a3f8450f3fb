using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>
/// Reads a rule; every fault is named by its path in the tree (<c>rule.and[1].event.withinDays</c>). A node has exactly one member:
/// <code>
/// {"and": [..]}  {"or": [..]}  {"not": {..}}
/// {"trait": {"name": "plan", "equals": "premium"}}      equals, notEquals, in, contains, atLeast, atMost, exists
/// {"interest": {"genre": "thriller", "atLeast": 2}}     genre or category; atLeast and/or atMost; "measure": "score" (default) or "share"
/// {"event": {"name": "Title Watched", "genre": "thriller", "withinDays": 30, "atLeast": 3}}   atMost 0 is "not occurred"; atLeast 1 when neither
/// {"country": ["FR", "BE"]}  {"device": ["tv"]}  {"language": ["fr"]}
/// </code>
/// </summary>
internal sealed class ConditionReading(FieldErrors errors, int historyDays)
{
    private const int MaxDepth = 20;
    private const int MaxNodes = 200;
    private const int MaxValues = 100;
    private int nodes;

    /// <summary>Null when there is a fault, which is then in the errors.</summary>
    public static Condition? Read(JsonElement rule, string path, int historyDays, FieldErrors errors)
    {
        var before = errors.ToDictionary().Count;
        if (!JsonReading.IsWellFormed(rule))
        {
            errors.Add(path, "holds text that is not valid Unicode");
            return null;
        }
        var condition = new ConditionReading(errors, historyDays).Node(rule, path, 1);
        return errors.ToDictionary().Count == before ? condition : null;
    }

    private Condition? Node(JsonElement node, string path, int depth)
    {
        if (depth > MaxDepth || ++nodes > MaxNodes) return Fault(path, $"a rule has at most {MaxDepth} levels and {MaxNodes} conditions");
        if (node.ValueKind != JsonValueKind.Object || node.EnumerateObject().Count() != 1)
            return Fault(path, "must be an object with one of and, or, not, trait, interest, event, country, device, language");
        var member = node.EnumerateObject().First();
        var inner = $"{path}.{member.Name}";
        return member.Name switch
        {
            "and" => Nodes(member.Value, inner, depth) is { } all ? new AllOf(all) : null,
            "or" when member.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0 => Fault(inner, "must not be empty"),
            "or" => Nodes(member.Value, inner, depth) is { } any ? new AnyOf(any) : null,
            "not" => Node(member.Value, inner, depth + 1) is { } negated ? new Not(negated) : null,
            "trait" => new MemberReading(member.Value, inner, errors).Trait(),
            "interest" => new MemberReading(member.Value, inner, errors).Interest(),
            "event" => new MemberReading(member.Value, inner, errors).Event(historyDays),
            "country" => Values(member.Value, inner, text => text.ToUpperInvariant()) is { } values ? new AttributeCondition(ViewerAttribute.Country, values) : null,
            "device" => Values(member.Value, inner, text => text.ToLowerInvariant()) is { } values ? new AttributeCondition(ViewerAttribute.Device, values) : null,
            "language" => Values(member.Value, inner, text => text.ToLowerInvariant()) is { } values ? new AttributeCondition(ViewerAttribute.Language, values) : null,
            _ => Fault(inner, "is not known: use and, or, not, trait, interest, event, country, device or language"),
        };
    }

    private List<Condition>? Nodes(JsonElement list, string path, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, "must be a list of conditions");
            return null;
        }

        var conditions = new List<Condition>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (Node(item, $"{path}[{index++}]", depth + 1) is { } condition) conditions.Add(condition);
            if (nodes > MaxNodes) break;
        }
        return conditions;
    }

    private List<string>? Values(JsonElement list, string path, Func<string, string> normal)
    {
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MaxValues
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 and <= 20 }))
            return [.. list.EnumerateArray().Select(item => normal(item.GetString()!))];
        errors.Add(path, $"must be a list of 1 to {MaxValues} texts");
        return null;
    }

    private Condition? Fault(string path, string reason)
    {
        errors.Add(path, reason);
        return null;
    }
}
