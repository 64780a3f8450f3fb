using System.Text.Json;
using AdPlatform.AudienceProfiling.Features;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>What the comparisons of traits and of event properties mean: values of different types are different, and nothing is not in any order.</summary>
internal static class ComparingValues
{
    public static Func<TraitValue, bool> Compile(TraitOperator comparison, IReadOnlyList<TraitValue> given)
    {
        var (first, values) = (given[0], given.Select(Clean).ToHashSet());
        return comparison switch
        {
            TraitOperator.Exists => value => (value != default) == first.Flag,
            TraitOperator.Equals or TraitOperator.In when given is [{ Text: { } text }] => value => value.Text is { } mine && ViewerFeatures.Clean(mine) == text,
            TraitOperator.Equals or TraitOperator.In => value => values.Contains(Clean(value)),
            TraitOperator.NotEquals => value => !values.Contains(Clean(value)),
            TraitOperator.Contains => Contains(TraitFeatures.Folded(first.Text!)),
            TraitOperator.AtLeast => value => value.Number >= first.Number,
            _ => value => value.Number <= first.Number,
        };
    }

    public static TraitValue ValueOf(Trait trait) => new(trait.Text, trait.Number, trait.Flag);

    /// <summary>Whether an event with these kept properties passes all filters.</summary>
    /// <param name="digests">Texts in <paramref name="properties"/> are digests.</param>
    public static bool Pass(IReadOnlyList<PropertyFilter> filters, string properties, bool digests)
    {
        using var read = JsonDocument.Parse(properties);
        foreach (var filter in filters)
        {
            var values = digests ? [.. filter.Values.Select(value => value.Text is { } text ? value with { Text = FeatureKeys.DigestOf(text) } : value)] : filter.Values;
            if (!Compile(filter.Operator, values)(read.RootElement.TryGetProperty(filter.Property, out var value) ? ValueOf(value) : default)) return false;
        }
        return true;
    }

    private static TraitValue ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(value.GetString(), null, null),
        JsonValueKind.Number => new(null, value.GetDouble(), null),
        _ => new(null, null, value.ValueKind == JsonValueKind.True),
    };

    private static Func<TraitValue, bool> Contains(string part) => value => value.Text is { } text && TraitFeatures.Folded(text).Contains(part, StringComparison.Ordinal);

    private static TraitValue Clean(TraitValue value) => value.Text is { } text ? value with { Text = ViewerFeatures.Clean(text) } : value;
}
