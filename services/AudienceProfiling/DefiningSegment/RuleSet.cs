using System.Collections.Frozen;
using AdPlatform.AudienceProfiling.Features;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>A compiled node: looks only at what <see cref="RuleEvaluation"/> has set ready.</summary>
internal delegate bool RuleNode(RuleEvaluation viewer);

/// <summary>
/// Rules compiled together, the first of the two evaluators: a profile is read once, into one slot for each feature that any of the rules looks at, and
/// then a condition costs an array access or two.
/// </summary>
internal sealed class RuleSet
{
    private readonly Dictionary<FeatureName, int> slotOf = [];
    private readonly Dictionary<string, int> traitOf = new(StringComparer.Ordinal);
    private readonly List<Func<EvaluationTime, ValueRange>> ranges = [];
    private readonly List<(EventCondition Condition, int Slot)> filtered = [];
    private readonly Dictionary<EventWindow, int> windows = [];
    private readonly int historyDays;
    private RuleEvaluation? idle;

    /// <param name="rules">Without references: see <see cref="ExpandingReferences"/>.</param>
    /// <param name="historyDays">Days that are told apart, see <see cref="ProfilingOptions.HistoryDays"/>.</param>
    public RuleSet(IReadOnlyList<Condition> rules, int historyDays)
    {
        this.historyDays = historyDays;
        Rules = [.. rules.Select(Compile)];
        Slots = slotOf.ToFrozenDictionary();
        Traits = [.. traitOf.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
    }

    public IReadOnlyList<RuleNode> Rules { get; }
    public FrozenDictionary<FeatureName, int> Slots { get; }
    public IReadOnlyList<string> Traits { get; }
    public IReadOnlyList<Func<EvaluationTime, ValueRange>> Ranges => ranges;

    /// <summary>Conditions on properties of events, with the slot in which matching events are counted.</summary>
    public IReadOnlyList<(EventCondition Condition, int Slot)> Filtered => filtered;

    public int SlotCount { get; private set; }

    /// <summary>For one thread at a time; give it back when done.</summary>
    public RuleEvaluation Rent(EvaluationTime time)
    {
        var evaluation = Interlocked.Exchange(ref idle, null) ?? new RuleEvaluation(this);
        evaluation.Bind(time);
        return evaluation;
    }

    public void Return(RuleEvaluation evaluation) => idle = evaluation;

    private RuleNode Compile(Condition condition)
    {
        switch (condition)
        {
            case AllOf { Conditions: var all }:
                return All([.. all.Select(Compile)]);
            case AnyOf { Conditions: var any }:
                return Any([.. any.Select(Compile)]);
            case Not { Inner: var inner }:
                var negated = Compile(inner);
                return viewer => !negated(viewer);
            case TraitCondition trait:
                var (index, holds) = (TraitIndex(trait.Name), ComparingValues.Compile(trait.Operator, trait.Values));
                return viewer => holds(viewer.Trait(index));
            case InterestCondition interest:
                return Of(interest);
            case EventCondition occurrence:
                var (count, least, most) = (Count(occurrence), occurrence.AtLeast ?? 0, occurrence.AtMost ?? int.MaxValue);
                return viewer => count(viewer) is var times && times >= least && times <= most;
            case AttributeCondition attribute:
                return Of(attribute);
            case ConsentCondition consent:
                var (purpose, stated) = (Slot(new(FeatureKind.Consent, ViewerFeatures.PurposeName(consent.Purpose))), consent.State);
                return stated switch
                {
                    ConsentState.Allowed => viewer => viewer.Count(purpose, new(1, 1)) > 0,
                    ConsentState.Refused => viewer => viewer.Count(purpose, new(0, 0)) > 0,
                    _ => viewer => viewer.Count(purpose, new(0, 1)) == 0,
                };
            case ScoreCondition score:
                return Of(score);
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} has no evaluator.");
        }
    }

    private static RuleNode All(RuleNode[] nodes) => viewer =>
    {
        foreach (var node in nodes)
            if (!node(viewer)) return false;
        return true;
    };

    private static RuleNode Any(RuleNode[] nodes) => viewer =>
    {
        foreach (var node in nodes)
            if (node(viewer)) return true;
        return false;
    };

    private RuleNode Of(InterestCondition c)
    {
        var slot = Slot(new(InterestRanges.KindOf(c), c.Name));
        var needed = c.AtLeast is > 0 ? Range(time => InterestRanges.Of(c, time).Needed!.Value) : -1;
        var forbidden = c.AtMost is not null ? Range(time => InterestRanges.Of(c, time).Forbidden!.Value) : -1;
        return viewer => (needed < 0 || viewer.CountIn(slot, needed) > 0) && (forbidden < 0 || viewer.CountIn(slot, forbidden) == 0);
    }

    private RuleNode Of(AttributeCondition c)
    {
        var slots = c.Values.Distinct().Select(value => Slot(new(KindOf(c.Attribute), value))).ToArray();
        return viewer =>
        {
            foreach (var slot in slots)
                if (viewer.Count(slot, ValueRange.From(0)) > 0) return true;
            return false;
        };
    }

    private RuleNode Of(ScoreCondition c)
    {
        var (least, most) = (c.AtLeast ?? int.MinValue, c.AtMost ?? int.MaxValue);
        var elements = c.Elements.Select(element => (
            element.Points, When: element.When is { } when ? Compile(when) : null, Count: element.Each is { } each ? Count(each) : null, element.UpTo)).ToArray();
        return viewer =>
        {
            long sum = 0;
            foreach (var (points, when, count, upTo) in elements)
                sum += when is not null ? when(viewer) ? points : 0 : (long)points * Math.Min(count!(viewer), upTo);
            return sum >= least && sum <= most;
        };
    }

    private Func<RuleEvaluation, int> Count(EventCondition c)
    {
        var range = Window(c.Window);
        var slot = c.Where.Count > 0 ? FilteredSlot(c) : Slot(c switch
        {
            { Name: { } name, Genre: { } genre } => new(FeatureKind.EventGenre, name, genre),
            { Name: { } name } => new(FeatureKind.Event, name),
            { Genre: { } genre } => new(FeatureKind.AnyEventGenre, "", genre),
            _ => new(FeatureKind.AnyEvent, ""),
        });
        return viewer => viewer.CountIn(slot, range);
    }

    public static FeatureKind KindOf(ViewerAttribute attribute) => attribute switch
    {
        ViewerAttribute.Country => FeatureKind.Country,
        ViewerAttribute.Device => FeatureKind.Device,
        _ => FeatureKind.Language,
    };

    private int Slot(FeatureName name)
    {
        if (slotOf.TryGetValue(name, out var slot)) return slot;
        return slotOf[name] = SlotCount++;
    }

    private int FilteredSlot(EventCondition c)
    {
        filtered.Add((c, SlotCount));
        return SlotCount++;
    }

    private int TraitIndex(string name)
    {
        if (traitOf.TryGetValue(name, out var index)) return index;
        return traitOf[name] = traitOf.Count;
    }

    private int Window(EventWindow window)
    {
        if (windows.TryGetValue(window, out var range)) return range;
        return windows[window] = Range(time => ValueRange.Of(window, time.Today, historyDays));
    }

    private int Range(Func<EvaluationTime, ValueRange> range)
    {
        ranges.Add(range);
        return ranges.Count - 1;
    }
}
