using System.Globalization;
using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

/// <summary>
/// What conditions mean, written down once more as plainly as can be, over the profile as it is: neither evaluator of the service shares a line with it. Null
/// where a score is as good as at its threshold, which the service decides on a grid.
/// </summary>
internal static class NaiveEvaluator
{
    public static bool? Holds(Condition condition, ViewerProfile profile, DateTimeOffset now, TimeSpan halfLife, int historyDays)
    {
        var today = EventHistory.DayOf(now);
        return Of(condition);

        bool? Of(Condition c) => c switch
        {
            AllOf x => x.Conditions.Select(Of).Aggregate((bool?)true, (a, b) => a & b),
            AnyOf x => x.Conditions.Select(Of).Aggregate((bool?)false, (a, b) => a | b),
            Not x => !Of(x.Inner),
            TraitCondition x => Compare(x.Operator, x.Values, profile.Traits.TryGetValue(x.Name, out var trait) ? new(trait.Text?.Replace('\0', '\uFFFD'), trait.Number, trait.Flag) : default),
            InterestCondition x => Bounded(Interest(x), x.AtLeast, x.AtMost),
            EventCondition x => Count(x) is var times && times >= (x.AtLeast ?? 0) && times <= (x.AtMost ?? int.MaxValue),
            AttributeCondition x => (x.Attribute switch { ViewerAttribute.Country => profile.Country, ViewerAttribute.Device => profile.Device, _ => profile.Language }) is { } latest && x.Values.Contains(latest.Value),
            ConsentCondition x => (profile.Consent.TryGetValue(x.Purpose, out var stated) ? stated.Allowed ? ConsentState.Allowed : ConsentState.Refused : ConsentState.Unstated) == x.State,
            ScoreCondition x => Sum(x) is { } sum ? sum >= (x.AtLeast ?? int.MinValue) && sum <= (x.AtMost ?? int.MaxValue) : null,
            _ => throw new NotSupportedException(c.GetType().Name),
        };

        long? Sum(ScoreCondition c)
        {
            long sum = 0;
            foreach (var element in c.Elements)
            {
                if (element.When is { } when && Of(when) is null) return null;
                sum += element.When is { } condition ? Of(condition) == true ? element.Points : 0 : (long)element.Points * Math.Min(Count(element.Each!), element.UpTo);
            }
            return sum;
        }

        double Interest(InterestCondition c)
        {
            var scores = c.IsCategory ? profile.Categories : profile.Genres;
            var score = scores.GetValueOrDefault(c.Name, new DecayedScore(0, now));
            if (!c.IsShare) return score.ValueAt(now, halfLife);
            // All fade alike: what counts is the ratio, taken where nothing underflows.
            var latest = scores.Count == 0 ? now : scores.Values.Max(one => one.At);
            var total = scores.Values.Sum(one => one.ValueAt(latest, halfLife));
            return total > 0 ? score.ValueAt(latest, halfLife) / total : 0;
        }

        int Count(EventCondition c) => profile.Events.Where(pair => c.Name is null || pair.Key == c.Name).Sum(pair =>
            pair.Value.Days.Where(day => IsIn(c.Window, day.Key)).Sum(day => Times(c, day.Value)) + (c.Window == default ? Times(c, pair.Value.Older) : 0));

        bool IsIn(EventWindow window, int day) =>
            window == default || (window.WithinDays is { } days ? day > today - days : day >= (window.From ?? 0) && day <= (window.To ?? int.MaxValue) && day > today - historyDays);
    }

    private static int Times(EventCondition c, Occurrences occurrences) =>
        c.Genre is { } genre ? occurrences.Genres?.GetValueOrDefault(genre) ?? 0
        : c.Where.Count == 0 ? occurrences.Count
        : (occurrences.Properties ?? []).Where(kept => c.Where.All(filter => Compare(filter.Operator, filter.Values, Property(kept.Key, filter.Property)))).Sum(kept => kept.Value);

    private static TraitValue Property(string kept, string name)
    {
        var value = JsonDocument.Parse(kept).RootElement.TryGetProperty(name, out var found) ? found : default;
        return value.ValueKind switch
        {
            JsonValueKind.String => new(value.GetString(), null, null),
            JsonValueKind.Number => new(null, double.Parse(value.GetRawText(), CultureInfo.InvariantCulture), null),
            JsonValueKind.True => new(null, null, true),
            JsonValueKind.False => new(null, null, false),
            _ => default,
        };
    }

    private static bool Compare(TraitOperator comparison, IReadOnlyList<TraitValue> given, TraitValue value) => comparison switch
    {
        TraitOperator.Equals or TraitOperator.In => given.Any(one => one == value),
        TraitOperator.NotEquals => !given.Any(one => one == value),
        TraitOperator.Exists => given[0].Flag == (value.Text ?? (object?)value.Number ?? value.Flag) is not null,
        TraitOperator.Contains => value.Text is { } text && text.ToUpperInvariant().Contains(given[0].Text!.ToUpperInvariant(), StringComparison.Ordinal),
        TraitOperator.AtLeast => value.Number >= given[0].Number,
        _ => value.Number <= given[0].Number,
    };

    private static bool? Bounded(double value, double? least, double? most) =>
        Near(value, least) || Near(value, most) ? null : value >= (least ?? 0) && value <= (most ?? double.PositiveInfinity);

    private static bool Near(double value, double? bound) => bound is { } b && value > 0 && b > 0 && Math.Abs(value - b) <= 1e-5 * Math.Max(value, b);
}
