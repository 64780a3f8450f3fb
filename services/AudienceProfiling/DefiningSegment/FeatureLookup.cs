using AdPlatform.AudienceProfiling.Features;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>The numbers of the features that conditions look at; what no viewer ever had has none.</summary>
internal sealed class FeatureLookup
{
    private readonly Dictionary<FeatureName, int> exact = [];
    private readonly Dictionary<EventCondition, IReadOnlyList<int>> many = new(ReferenceEqualityComparer.Instance);

    public static async Task<FeatureLookup> LoadAsync(FeatureKeys keys, string publisherId, IReadOnlyList<Condition> conditions, CancellationToken cancellationToken)
    {
        var lookup = new FeatureLookup();
        var leaves = conditions.SelectMany(Leaves).ToArray();
        foreach (var (name, feature) in await keys.FindAsync(publisherId, [.. leaves.SelectMany(NamesOf).Distinct()], cancellationToken)) lookup.exact[name] = feature;

        // The same question once, however many conditions ask it.
        var (kinds, properties) = (new Dictionary<string, List<int>>(), new Dictionary<string, List<(int Feature, string Properties)>>());
        foreach (var c in leaves.OfType<EventCondition>())
        {
            if (c.Where.Count > 0)
            {
                if (!properties.TryGetValue(c.Name ?? "", out var known))
                    properties[c.Name ?? ""] = known = await keys.PropertiesAsync(publisherId, c.Name, cancellationToken);
                lookup.many[c] = [.. known.Where(one => ComparingValues.Pass(c.Where, one.Properties, digests: true)).Select(one => one.Feature).Order()];
            }
            else if (c.Name is null)
            {
                if (!kinds.TryGetValue(c.Genre ?? "", out var known))
                    kinds[c.Genre ?? ""] = known = await keys.OfKindAsync(publisherId, c.Genre is null ? FeatureKind.Event : FeatureKind.EventGenre, c.Genre, cancellationToken);
                lookup.many[c] = known;
            }
        }
        return lookup;
    }

    public int? Of(FeatureName name) => exact.TryGetValue(name, out var feature) ? feature : null;

    /// <summary>The features whose values are the days of such events.</summary>
    public IReadOnlyList<int> Of(EventCondition c) =>
        many.TryGetValue(c, out var features) ? features : Of(NameOf(c)) is { } feature ? [feature] : [];

    private static FeatureName NameOf(EventCondition c) =>
        c.Genre is { } genre ? new(FeatureKind.EventGenre, c.Name!, genre) : new(FeatureKind.Event, c.Name!);

    private static IEnumerable<FeatureName> NamesOf(Condition leaf) => leaf switch
    {
        InterestCondition c => [new(InterestRanges.KindOf(c), c.Name)],
        AttributeCondition c => c.Values.Select(value => new FeatureName(RuleSet.KindOf(c.Attribute), value)),
        ConsentCondition c => [new(FeatureKind.Consent, ViewerFeatures.PurposeName(c.Purpose))],
        EventCondition { Name: not null, Where.Count: 0 } c => [NameOf(c)],
        _ => [],
    };

    private static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        AllOf c => c.Conditions.SelectMany(Leaves),
        AnyOf c => c.Conditions.SelectMany(Leaves),
        Not c => Leaves(c.Inner),
        ScoreCondition c => c.Elements.SelectMany(element => element.When is { } when ? Leaves(when) : [element.Each!]),
        _ => [condition],
    };
}
