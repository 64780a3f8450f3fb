using System.Globalization;
using System.Runtime.InteropServices;
using AdPlatform.AudienceProfiling.Features;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>
/// The second of the two evaluators: a condition as an expression over a row of viewer_features, for one pass over all viewers. Every number in the text
/// was made here; texts of clients are parameters.
/// </summary>
/// <param name="parameters">Takes the values of @p0, @p1, ...; may hold some already.</param>
internal sealed class ConditionSql(StorageProvider provider, EvaluationTime time, int historyDays, FeatureLookup lookup, List<object?> parameters)
{
    /// <summary>Searches spelled out one by one; above, the row's numbers are looked through once.</summary>
    private const int MostSearches = 8;

    private bool IsPostgres => provider == StorageProvider.Postgres;

    /// <summary>Never null, so that it can be negated.</summary>
    public string Write(Condition condition) => condition switch
    {
        AllOf { Conditions: var all } => Join(" AND ", [.. all.Select(Write)], "true"),
        AnyOf { Conditions: var any } => Join(" OR ", [.. any.Select(Write)], "false"),
        Not { Inner: var inner } => $"(NOT {Write(inner)})",
        TraitCondition trait => Of(trait),
        InterestCondition interest => Of(interest),
        EventCondition occurrence => Of(occurrence),
        AttributeCondition c => Join(
            " OR ", [.. c.Values.Distinct().Select(value => Has(new(RuleSet.KindOf(c.Attribute), value), ValueRange.From(0)))], "false"),
        ConsentCondition c => Of(c),
        ScoreCondition score => Of(score),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has no evaluator."),
    };

    private string Of(InterestCondition c)
    {
        var (name, (needed, forbidden)) = (new FeatureName(InterestRanges.KindOf(c), c.Name), InterestRanges.Of(c, time));
        return Join(" AND ", [.. Parts()], "true");

        IEnumerable<string> Parts()
        {
            if (needed is { } range) yield return Has(name, range);
            if (forbidden is { } none) yield return $"(NOT {Has(name, none)})";
        }
    }

    private string Of(EventCondition c)
    {
        var count = Count(c);
        return (c.AtLeast, c.AtMost) switch
        {
            (null or 0, null) => "true",
            ({ } least, null) => $"({count} >= {least})",
            (null or 0, { } most) => $"({count} <= {most})",
            ({ } least, { } most) => $"({count} BETWEEN {least} AND {most})",
        };
    }

    private string Of(ConsentCondition c)
    {
        var name = new FeatureName(FeatureKind.Consent, ViewerFeatures.PurposeName(c.Purpose));
        return c.State switch
        {
            ConsentState.Allowed => Has(name, new(1, 1)),
            ConsentState.Refused => Has(name, new(0, 0)),
            _ => $"(NOT {Has(name, new(0, 1))})",
        };
    }

    private string Of(ScoreCondition c)
    {
        var sum = Join(" + ", [.. c.Elements.Select(Points)], "0");
        return $"({sum} BETWEEN {c.AtLeast ?? int.MinValue} AND {c.AtMost ?? int.MaxValue})";
    }

    private string Points(ScoreElement element) => element.When is { } when
        ? $"(CASE WHEN {Write(when)} THEN {element.Points} ELSE 0 END)"
        : $"(CAST({(IsPostgres ? "LEAST" : "MIN")}({Count(element.Each!)}, {element.UpTo}) AS BIGINT) * {element.Points})";

    private string Of(TraitCondition c)
    {
        var comparison = c.Operator switch
        {
            TraitOperator.Exists => Join(" OR ", [.. "snb".Select(form => $"({Trait(form, c.Name)} IS NOT NULL)")], "false") is var any && c.Values[0].Flag == true ? any : $"(NOT {any})",
            TraitOperator.Contains => $"({(IsPostgres ? "strpos" : "instr")}({Trait('f', c.Name)}, {Parameter(TraitFeatures.Folded(c.Values[0].Text!))}) > 0)",
            TraitOperator.AtLeast => $"({Trait('n', c.Name)} >= {TraitFeatures.Ordered(c.Values[0].Number!.Value)})",
            TraitOperator.AtMost => $"({Trait('n', c.Name)} <= {TraitFeatures.Ordered(c.Values[0].Number!.Value)})",
            _ => Join(" OR ", [.. Equal(c)], "false"),
        };
        return c.Operator == TraitOperator.NotEquals ? $"(NOT coalesce({comparison}, false))" : $"coalesce({comparison}, false)";
    }

    private IEnumerable<string> Equal(TraitCondition c)
    {
        var values = c.Values.Distinct().ToArray();
        if (values.Where(value => value.Text is not null).Select(value => Parameter(ViewerFeatures.Clean(value.Text!))).ToArray() is { Length: > 0 } texts)
            yield return $"coalesce({Trait('s', c.Name)} IN ({string.Join(", ", texts)}), false)";
        if (values.Where(value => value.Number is not null).Select(value => Number(TraitFeatures.Ordered(value.Number!.Value))).ToArray() is { Length: > 0 } numbers)
            yield return $"coalesce({Trait('n', c.Name)} IN ({string.Join(", ", numbers)}), false)";
        if (values.Where(value => value.Flag is not null).Select(value => value.Flag == true ? "1" : "0").ToArray() is { Length: > 0 } flags)
            yield return $"coalesce({Trait('b', c.Name)} IN ({string.Join(", ", flags)}), false)";
    }

    /// <summary>A text or a whole number; null when there is none of that form.</summary>
    private string Trait(char form, string name) =>
        !IsPostgres ? $"json_extract(traits, '$.\"{TraitFeatures.Key(form, name)}\"')"
        : form is 'n' or 'b' ? $"(traits ->> '{TraitFeatures.Key(form, name)}')::bigint" : $"(traits ->> '{TraitFeatures.Key(form, name)}')";

    private string Has(FeatureName name, ValueRange range) => lookup.Of(name) is { } feature ? $"({Count(feature, range, "features")} > 0)" : "false";

    private string Count(EventCondition c)
    {
        var (range, column, features) = (ValueRange.Of(c.Window, time.Today, historyDays), c.Where.Count > 0 ? "properties" : "features", lookup.Of(c));
        return range.IsEmpty || features.Count == 0 ? "0"
            : features.Count <= MostSearches ? Join(" + ", [.. features.Select(feature => Count(feature, range, column))], "0")
            : CountAny(features, range, column);
    }

    private string Count(int feature, ValueRange range, string column)
    {
        if (range.IsEmpty) return "0";
        var (last, before) = (Number((feature * FeatureRows.Values) + range.Last), Number((feature * FeatureRows.Values) + range.First - 1));
        // How many of the ascending numbers are not above the one, less how many are not above the other.
        return IsPostgres ? $"(width_bucket({last}::float8, {column}) - width_bucket({before}::float8, {column}))" : $"feature_count({column}, {last}, {before})";
    }

    private string CountAny(IReadOnlyList<int> features, ValueRange range, string column)
    {
        if (!IsPostgres) return $"feature_count_any({column}, {Parameter(MemoryMarshal.AsBytes(features.Order().ToArray().AsSpan()).ToArray())}, {range.First}, {range.Last})";
        var values = Number(FeatureRows.Values);
        return $"""
            (SELECT count(*) FROM unnest({column}) AS n WHERE floor(n / {values}) = ANY ('{"{"}{string.Join(',', features)}{"}"}'::float8[])
            AND n - floor(n / {values}) * {values} BETWEEN {range.First} AND {range.Last})
            """;
    }

    private string Parameter(object value)
    {
        parameters.Add(value);
        return $"@p{parameters.Count - 1}";
    }

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture) + ".0";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>In halves: SQLite bounds the depth of expressions.</summary>
    private static string Join(string between, ReadOnlySpan<string> parts, string none) => parts.Length switch
    {
        0 => none,
        1 => parts[0],
        _ => $"({Join(between, parts[..(parts.Length / 2)], none)}{between}{Join(between, parts[(parts.Length / 2)..], none)})",
    };
}
