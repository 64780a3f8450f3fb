using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>The rules and scores of one publisher that conditions may refer to.</summary>
/// <param name="Segments">Name and rule (JSON) by id.</param>
/// <param name="Scores">Elements (JSON) by name.</param>
internal sealed record References(IReadOnlyDictionary<Guid, (string Name, string Rule)> Segments, IReadOnlyDictionary<string, string> Scores)
{
    public References With(Guid segmentId, string name, string rule) => this with { Segments = new Dictionary<Guid, (string, string)>(Segments) { [segmentId] = (name, rule) } };

    public References With(string score, string elements) => this with { Scores = new Dictionary<string, string>(Scores) { [score] = elements } };
}

/// <summary>Puts the rules of other segments and the elements of named scores in the place of the references to them.</summary>
internal sealed class ExpandingReferences(References references, FieldErrors errors)
{
    /// <summary>Conditions of a rule with all that it refers to.</summary>
    private const int MaxNodes = 2000;

    private readonly List<string> within = [];
    private int nodes;

    /// <summary>Of the reference in the rule itself by which the expansion has come to where it is.</summary>
    private string? path;

    /// <summary>Null when there is a fault, which is then in the errors under the path of the reference.</summary>
    /// <param name="self">Name of the segment or score that the condition belongs to, when it has one.</param>
    public static Condition? Expand(Condition condition, References references, FieldErrors errors, string? self = null)
    {
        var expanding = new ExpandingReferences(references, errors);
        if (self is not null) expanding.within.Add(self);
        return expanding.Expand(condition);
    }

    public static string SegmentNamed(string name) => $"segment '{name}'";

    public static string ScoreNamed(string name) => $"score '{name}'";

    private Condition? Expand(Condition condition)
    {
        if (++nodes > MaxNodes) return Fault($"has more than {MaxNodes} conditions with all that it refers to");
        switch (condition)
        {
            case AllOf { Conditions: var all }:
                return ExpandAll(all) is { } conjuncts ? new AllOf(conjuncts) : null;
            case AnyOf { Conditions: var any }:
                return ExpandAll(any) is { } alternatives ? new AnyOf(alternatives) : null;
            case Not { Inner: var inner }:
                return Expand(inner) is { } negated ? new Not(negated) : null;
            case ScoreCondition score:
                return ExpandAll(score.Elements) is { } elements ? score with { Elements = elements } : null;
            case SegmentCondition reference:
                return Within(reference.Path, () => references.Segments.TryGetValue(reference.SegmentId, out var segment)
                    ? Entered(SegmentNamed(segment.Name), () => Expand(Stored(segment.Rule)))
                    : Fault("is not a segment of this publisher"));
            case NamedScoreCondition reference:
                return Within(reference.Path, () => references.Scores.TryGetValue(reference.Name, out var elements)
                    ? Entered(ScoreNamed(reference.Name), () => ExpandAll(StoredElements(elements)) is { } read ? new ScoreCondition(read, reference.AtLeast, reference.AtMost) : null)
                    : Fault($"names no score of this publisher: '{reference.Name}'"));
            default:
                return condition;
        }
    }

    private Condition? Within(string reference, Func<Condition?> expand)
    {
        var outer = path;
        path ??= reference;
        var expanded = expand();
        path = outer;
        return expanded;
    }

    private Condition? Entered(string name, Func<Condition?> expand)
    {
        if (within.Contains(name)) return Fault($"leads back to where it came from: {string.Join(" → ", within.SkipWhile(one => one != name))} → {name}");
        within.Add(name);
        var expanded = expand();
        within.RemoveAt(within.Count - 1);
        return expanded;
    }

    private List<Condition>? ExpandAll(IReadOnlyList<Condition> conditions)
    {
        var expanded = new List<Condition>(conditions.Count);
        foreach (var condition in conditions)
        {
            if (Expand(condition) is not { } one) return null;
            expanded.Add(one);
        }
        return expanded;
    }

    private List<ScoreElement>? ExpandAll(IReadOnlyList<ScoreElement> elements)
    {
        var expanded = new List<ScoreElement>(elements.Count);
        foreach (var element in elements)
        {
            if (element.When is not { } when) expanded.Add(element);
            else if (Expand(when) is { } one) expanded.Add(element with { When = one });
            else return null;
        }
        return expanded;
    }

    private Condition? Fault(string reason)
    {
        errors.Add(path ?? "rule", reason);
        return null;
    }

    public static Condition Stored(string rule) => Read(rule, (json, faults) => ConditionReading.Read(json, "rule", ConditionLimits.Stored, faults));

    public static IReadOnlyList<ScoreElement> StoredElements(string elements) => Read(elements, (json, faults) => ConditionReading.ReadElements(json, "elements", ConditionLimits.Stored, faults));

    private static T Read<T>(string stored, Func<JsonElement, FieldErrors, T?> read)
        where T : class
    {
        var faults = new FieldErrors();
        using var json = JsonDocument.Parse(stored);
        return read(json.RootElement, faults) ?? throw new InvalidOperationException($"A stored rule cannot be read: {string.Join(", ", faults.ToDictionary().Keys)}");
    }
}
