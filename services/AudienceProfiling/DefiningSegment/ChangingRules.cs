using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>A rule or score that changes must leave everything that refers to it in order: no cycles, no rule that grows without bound.</summary>
internal static class ChangingRules
{
    /// <param name="segmentId">Null for a rule that is no segment yet: nothing can refer to it.</param>
    /// <returns>The rule without references; null when there is a fault.</returns>
    public static Condition? Check(Guid? segmentId, string? name, Condition condition, string rule, CompiledSegments compiled, FieldErrors errors)
    {
        if (segmentId is not { } id) return ExpandingReferences.Expand(condition, compiled.References, errors);
        var references = compiled.References.With(id, name!, rule);
        if (ExpandingReferences.Expand(condition, references, errors, ExpandingReferences.SegmentNamed(name!)) is not { } expanded) return null;
        CheckOthers(references, "rule", errors, except: id);
        return errors.Any ? null : expanded;
    }

    public static void CheckScore(string name, IReadOnlyList<ScoreElement> elements, string json, CompiledSegments compiled, FieldErrors errors)
    {
        var references = compiled.References.With(name, json);
        if (ExpandingReferences.Expand(new ScoreCondition(elements, 0, null), references, errors, ExpandingReferences.ScoreNamed(name)) is not null)
            CheckOthers(references, "elements", errors, except: null);
    }

    private static void CheckOthers(References references, string field, FieldErrors errors, Guid? except)
    {
        foreach (var (id, (other, rule)) in references.Segments)
        {
            var faults = new FieldErrors();
            if (id == except || ExpandingReferences.Expand(ExpandingReferences.Stored(rule), references, faults, ExpandingReferences.SegmentNamed(other)) is not null) continue;
            errors.Add(field, $"would break segment '{other}', which refers to it: {faults.ToDictionary().First().Value[0]}");
        }
    }
}
