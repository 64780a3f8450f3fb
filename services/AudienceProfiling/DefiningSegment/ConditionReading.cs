using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <param name="HistoryDays">The longest window.</param>
/// <param name="EventProperties">Properties of events that are kept.</param>
internal sealed record ConditionLimits(int HistoryDays, IReadOnlyCollection<string> EventProperties)
{
    /// <summary>For rules that are stored: the limits may have been lowered since, and they were valid then.</summary>
    public static ConditionLimits Stored { get; } = new(int.MaxValue, []);

    public bool IsStored => this == Stored;
}

/// <summary>
/// Reads a rule; every fault is named by its path in the tree (<c>rule.and[1].event.withinDays</c>). A node has exactly one member:
/// <code>
/// {"and": [..]}  {"or": [..]}  {"not": {..}}
/// {"trait": {"name": "plan", "equals": "premium"}}      equals, notEquals, in, contains, atLeast, atMost, exists
/// {"interest": {"genre": "thriller", "atLeast": 2}}     genre or category; atLeast and/or atMost; "measure": "score" (default) or "share"
/// {"event": {"name": "Title Watched", "genre": "thriller", "withinDays": 30, "atLeast": 3}}   atMost 0 is "not occurred"; atLeast 1 when neither
/// {"event": {"name": "Title Rated", "where": [{"property": "rating", "atLeast": 4}], "from": "2026-01-01", "to": "2026-01-31"}}
/// {"country": ["FR", "BE"]}  {"device": ["tv"]}  {"language": ["fr"]}
/// {"consent": {"purpose": 4, "state": "allowed"}}       allowed, refused, unstated
/// {"segment": "seg_..."}                                 who is in that segment of the publisher
/// {"score": {"name": "binger", "atLeast": 10}}          or, instead of a name, "elements": see <see cref="ScoreReading"/>
/// </code>
/// </summary>
internal sealed class ConditionReading(FieldErrors errors, ConditionLimits limits)
{
    private const int MaxDepth = 20;
    private const int MaxNodes = 200;
    private const int MaxValues = 100;
    private const string Forms = "and, or, not, trait, interest, event, country, device, language, consent, segment, score";
    private int nodes;

    /// <summary>Null when there is a fault, which is then in the errors.</summary>
    public static Condition? Read(JsonElement rule, string path, ConditionLimits limits, FieldErrors errors) =>
        Reading(rule, path, errors, () => new ConditionReading(errors, limits).Node(rule, path, 1));

    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<ScoreElement>? ReadElements(JsonElement elements, string path, ConditionLimits limits, FieldErrors errors) =>
        Reading(elements, path, errors, () => new ScoreReading(new ConditionReading(errors, limits), errors, limits).Elements(elements, path, 1));

    public Condition? Node(JsonElement node, string path, int depth)
    {
        if (depth > MaxDepth || ++nodes > MaxNodes) return Fault(path, $"a rule has at most {MaxDepth} levels and {MaxNodes} conditions");
        if (node.ValueKind != JsonValueKind.Object || node.EnumerateObject().Count() != 1) return Fault(path, $"must be an object with one of {Forms}");
        var member = node.EnumerateObject().First();
        var inner = $"{path}.{member.Name}";
        var condition = Form(member, inner, depth);
        if (!limits.IsStored && condition is not null && SensitiveConditions.FaultOf(condition) is { } reason) return Fault(inner, reason);
        return condition;
    }

    private Condition? Form(JsonProperty member, string inner, int depth) =>
        member.Name switch
        {
            "and" => Nodes(member.Value, inner, depth) is { } all ? new AllOf(all) : null,
            "or" when member.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0 => Fault(inner, "must not be empty"),
            "or" => Nodes(member.Value, inner, depth) is { } any ? new AnyOf(any) : null,
            "not" => Node(member.Value, inner, depth + 1) is { } negated ? new Not(negated) : null,
            "trait" => new MemberReading(member.Value, inner, errors).Trait(),
            "interest" => new MemberReading(member.Value, inner, errors).Interest(),
            "event" => new EventReading(member.Value, inner, errors, limits).Event(counted: true),
            "country" => Attribute(ViewerAttribute.Country, member.Value, inner, text => text.ToUpperInvariant()),
            "device" => Attribute(ViewerAttribute.Device, member.Value, inner, text => text.ToLowerInvariant()),
            "language" => Attribute(ViewerAttribute.Language, member.Value, inner, text => text.ToLowerInvariant()),
            "consent" => new MemberReading(member.Value, inner, errors).Consent(),
            "segment" => Segment(member.Value, inner),
            "score" => new ScoreReading(this, errors, limits).Score(member.Value, inner, depth),
            _ => Fault(inner, $"is not known: use one of {Forms}"),
        };

    private static T? Reading<T>(JsonElement json, string path, FieldErrors errors, Func<T?> read)
        where T : class
    {
        var before = errors.ToDictionary().Values.Sum(reasons => reasons.Length);
        if (!JsonReading.IsWellFormed(json)) errors.Add(path, "holds text that is not valid Unicode");
        else if (read() is { } valid && errors.ToDictionary().Values.Sum(reasons => reasons.Length) == before) return valid;
        return null;
    }

    private Condition? Segment(JsonElement id, string path) =>
        id.ValueKind == JsonValueKind.String && Ids.TryParse("seg", id.GetString()!, out var segmentId)
            ? new SegmentCondition(segmentId, path)
            : Fault(path, "must be the id of a segment (seg_...)");

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

    private Condition? Attribute(ViewerAttribute attribute, JsonElement list, string path, Func<string, string> normal) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MaxValues
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 and <= 20 } text && !text.Contains('\0'))
            ? new AttributeCondition(attribute, [.. list.EnumerateArray().Select(item => normal(item.GetString()!))])
            : Fault(path, $"must be a list of 1 to {MaxValues} texts");

    private Condition? Fault(string path, string reason)
    {
        errors.Add(path, reason);
        return null;
    }
}
