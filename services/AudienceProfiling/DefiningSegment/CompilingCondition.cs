using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <param name="Today">Day number (UTC) that windows end on.</param>
internal readonly record struct EvaluationTime(DateTimeOffset Now, int Today, TimeSpan HalfLife)
{
    public static EvaluationTime At(DateTimeOffset now, TimeSpan halfLife) => new(now, EventHistory.DayOf(now), halfLife);
}

/// <summary>Whether a viewer is in.</summary>
internal delegate bool Predicate(ViewerProfile profile, EvaluationTime time);

/// <summary>Turns a tree into one delegate, so that nothing is looked up or allocated per viewer.</summary>
internal static class CompilingCondition
{
    public static Predicate Compile(Condition condition) => condition switch
    {
        AllOf { Conditions: var all } => All([.. all.Select(Compile)]),
        AnyOf { Conditions: var any } => Any([.. any.Select(Compile)]),
        Not { Inner: var inner } => Negated(Compile(inner)),
        TraitCondition trait => Of(trait),
        InterestCondition interest => Of(interest),
        EventCondition occurrence => Of(occurrence),
        AttributeCondition attribute => Of(attribute),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has no evaluator."),
    };

    private static Predicate All(Predicate[] conditions) => (profile, time) =>
    {
        foreach (var condition in conditions)
            if (!condition(profile, time)) return false;
        return true;
    };

    private static Predicate Any(Predicate[] conditions) => (profile, time) =>
    {
        foreach (var condition in conditions)
            if (condition(profile, time)) return true;
        return false;
    };

    private static Predicate Negated(Predicate inner) => (profile, time) => !inner(profile, time);

    private static Predicate Of(InterestCondition c)
    {
        var (name, least, most) = (c.Name, c.AtLeast ?? double.NegativeInfinity, c.AtMost ?? double.PositiveInfinity);
        return (c.IsCategory, c.IsShare) switch
        {
            (false, true) => (profile, time) => profile.GenreShare(name, time.HalfLife) is var share && share >= least && share <= most,
            (true, true) => (profile, time) => profile.CategoryShare(name, time.HalfLife) is var share && share >= least && share <= most,
            (false, false) => (profile, time) => Score(profile.Genres, name, time) is var score && score >= least && score <= most,
            (true, false) => (profile, time) => Score(profile.Categories, name, time) is var score && score >= least && score <= most,
        };
    }

    private static double Score(Dictionary<string, AdPlatform.Profiles.DecayedScore> scores, string name, EvaluationTime time) =>
        scores.TryGetValue(name, out var score) ? score.ValueAt(time.Now, time.HalfLife) : 0;

    private static Predicate Of(EventCondition c)
    {
        var (name, genre, days, least, most) = (c.Name, c.Genre, c.WithinDays, c.AtLeast ?? 0, c.AtMost ?? int.MaxValue);
        return (profile, time) =>
        {
            var first = days is { } n ? time.Today - n + 1 : int.MinValue;
            var count = 0;
            if (name is not null) count = profile.Events.TryGetValue(name, out var history) ? history.CountSince(first, genre) : 0;
            else foreach (var kind in profile.Events.Values) count += kind.CountSince(first, genre);
            return count >= least && count <= most;
        };
    }

    private static Predicate Of(AttributeCondition c)
    {
        var values = c.Values.ToHashSet(StringComparer.Ordinal);
        return c.Attribute switch
        {
            ViewerAttribute.Country => (profile, _) => profile.Country is { } country && values.Contains(country.Value),
            ViewerAttribute.Device => (profile, _) => profile.Device is { } device && values.Contains(device.Value),
            _ => (profile, _) => profile.Language is { } language && values.Contains(language.Value),
        };
    }

    private static Predicate Of(TraitCondition c)
    {
        var (name, values, first) = (c.Name, c.Values.ToHashSet(), c.Values[0]);
        return c.Operator switch
        {
            TraitOperator.Exists => (profile, _) => Get(profile, name).IsSet == first.Flag,
            TraitOperator.Equals or TraitOperator.In => (profile, _) => values.Contains(Value(Get(profile, name))),
            TraitOperator.NotEquals => (profile, _) => !values.Contains(Value(Get(profile, name))),
            TraitOperator.Contains => (profile, _) => Get(profile, name).Text?.Contains(first.Text!, StringComparison.OrdinalIgnoreCase) == true,
            TraitOperator.AtLeast => (profile, _) => Get(profile, name).Number >= first.Number,
            _ => (profile, _) => Get(profile, name).Number <= first.Number,
        };
    }

    private static Trait Get(ViewerProfile profile, string name) => profile.Traits.GetValueOrDefault(name);

    private static TraitValue Value(Trait trait) => new(trait.Text, trait.Number, trait.Flag);
}
