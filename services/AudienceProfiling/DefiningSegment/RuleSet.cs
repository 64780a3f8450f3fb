using System.Collections.Frozen;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Features;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>A condition that needs more than counting one feature.</summary>
internal delegate bool RuleNode(RuleEvaluation viewer);

/// <summary>One condition: the values in <paramref name="Range"/> are between <paramref name="Least"/> and <paramref name="Most"/>, and none is in <paramref name="Forbidden"/>.</summary>
/// <param name="Range">Index of a range; below 0 for any.</param>
/// <param name="Forbidden">Index of a range; below 0 for none.</param>
/// <param name="Other">Decides alone when it is set.</param>
internal readonly record struct RuleLeaf(int Slot, int Range, int Forbidden, int Least, int Most, RuleNode? Other = null);

/// <summary>Where to go on from a leaf: to another step, or to <see cref="RuleSet.Accept"/> or <see cref="RuleSet.Reject"/>.</summary>
internal readonly record struct RuleStep(int Leaf, int IfHolds, int IfNot);

/// <summary>
/// Rules compiled together, the first of the two evaluators: a profile is read once, into one slot for each feature that any of the rules looks at. The trees
/// are steps that branch, in one array, so that and, or and not cost nothing, and a condition that many rules share is decided once.
/// </summary>
internal sealed class RuleSet
{
    public const int Accept = -1;
    public const int Reject = -2;

    private readonly Dictionary<FeatureName, int> slotOf = [];
    private readonly Dictionary<string, int> traitOf = new(StringComparer.Ordinal);
    private readonly List<Func<EvaluationTime, ValueRange>> ranges = [];
    private readonly List<(EventCondition Condition, int Slot)> filtered = [];
    private readonly Dictionary<EventWindow, int> windows = [];
    private readonly Dictionary<string, int> leafOf = new(StringComparer.Ordinal);
    private readonly List<RuleLeaf> leaves = [];
    private readonly List<RuleStep> steps = [];
    private readonly int historyDays;
    private RuleEvaluation? idle;

    /// <param name="rules">Without references: see <see cref="ExpandingReferences"/>.</param>
    /// <param name="historyDays">Days that are told apart, see <see cref="ProfilingOptions.HistoryDays"/>.</param>
    public RuleSet(IReadOnlyList<Condition> rules, int historyDays)
    {
        this.historyDays = historyDays;
        Entries = [.. rules.Select(rule => Compile(rule, Accept, Reject))];
        (Steps, Leaves) = ([.. steps], [.. leaves]);
        Slots = slotOf.ToFrozenDictionary();
        Traits = [.. traitOf.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
    }

    /// <summary>First step of each rule.</summary>
    public int[] Entries { get; }
    public RuleStep[] Steps { get; }
    public RuleLeaf[] Leaves { get; }
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

    /// <returns>The step to begin with, or an outcome.</returns>
    private int Compile(Condition condition, int ifHolds, int ifNot)
    {
        switch (condition)
        {
            case AllOf { Conditions: var all }:
                return all.Reverse().Aggregate(ifHolds, (next, one) => Compile(one, next, ifNot));
            case AnyOf { Conditions: var any }:
                return any.Reverse().Aggregate(ifNot, (next, one) => Compile(one, ifHolds, next));
            case Not { Inner: var inner }:
                return Compile(inner, ifNot, ifHolds);
            default:
                steps.Add(new(LeafNumber(condition), ifHolds, ifNot));
                return steps.Count - 1;
        }
    }

    private int LeafNumber(Condition condition)
    {
        // Scores hold trees, which JSON would leave out.
        var key = condition is ScoreCondition ? null : $"{condition.GetType().Name} {JsonSerializer.Serialize(condition, condition.GetType())}";
        if (key is not null && leafOf.TryGetValue(key, out var known)) return known;
        leaves.Add(Leaf(condition));
        if (key is not null) leafOf[key] = leaves.Count - 1;
        return leaves.Count - 1;
    }

    private RuleLeaf Leaf(Condition condition)
    {
        switch (condition)
        {
            case TraitCondition trait:
                var (index, holds) = (TraitIndex(trait.Name), ComparingValues.Compile(trait.Operator, trait.Values));
                return Other(viewer => holds(viewer.Trait(index)));
            case InterestCondition c:
                return new(
                    Slot(new(InterestRanges.KindOf(c), c.Name)), c.AtLeast is > 0 ? Range(time => InterestRanges.Of(c, time).Needed!.Value) : -1,
                    c.AtMost is not null ? Range(time => InterestRanges.Of(c, time).Forbidden!.Value) : -1, 1, int.MaxValue);
            case EventCondition c:
                return new(SlotOf(c), Window(c.Window), -1, c.AtLeast ?? 0, c.AtMost ?? int.MaxValue);
            case AttributeCondition attribute:
                return Other(Of(attribute));
            case ConsentCondition { State: var state } c:
                return new(
                    Slot(new(FeatureKind.Consent, ViewerFeatures.PurposeName(c.Purpose))), Range(_ => state == ConsentState.Allowed ? new(1, 1) : state == ConsentState.Refused ? new(0, 0) : new(0, 1)), -1,
                    state == ConsentState.Unstated ? 0 : 1, state == ConsentState.Unstated ? 0 : int.MaxValue);
            case ScoreCondition score:
                return Other(Of(score));
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} has no evaluator.");
        }
    }

    private static RuleLeaf Other(RuleNode node) => new(-1, -1, -1, 0, 0, node);

    private RuleNode Of(AttributeCondition c)
    {
        var slots = c.Values.Distinct().Select(value => Slot(new(KindOf(c.Attribute), value))).ToArray();
        return viewer =>
        {
            foreach (var slot in slots)
                if (viewer.Has(slot)) return true;
            return false;
        };
    }

    private RuleNode Of(ScoreCondition c)
    {
        var (least, most) = (c.AtLeast ?? int.MinValue, c.AtMost ?? int.MaxValue);
        var elements = c.Elements.Select(element => element.When is { } when
            ? (element.Points, Entry: Compile(when, Accept, Reject), Slot: -1, Range: -1, element.UpTo)
            : (element.Points, Entry: Reject, Slot: SlotOf(element.Each!), Range: Window(element.Each!.Window), element.UpTo)).ToArray();
        return viewer =>
        {
            long sum = 0;
            foreach (var (points, entry, slot, range, upTo) in elements)
                sum += slot < 0 ? viewer.Run(entry) ? points : 0 : (long)points * Math.Min(viewer.CountIn(slot, range), upTo);
            return sum >= least && sum <= most;
        };
    }

    private int SlotOf(EventCondition c) => c.Where.Count > 0 ? FilteredSlot(c) : Slot(c switch
    {
        { Name: { } name, Genre: { } genre } => new(FeatureKind.EventGenre, name, genre),
        { Name: { } name } => new(FeatureKind.Event, name),
        { Genre: { } genre } => new(FeatureKind.AnyEventGenre, "", genre),
        _ => new(FeatureKind.AnyEvent, ""),
    });

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
