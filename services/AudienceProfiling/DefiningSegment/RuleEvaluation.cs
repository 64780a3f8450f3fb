using AdPlatform.AudienceProfiling.Features;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>One profile after the other against a <see cref="RuleSet"/>, at one time. Nothing is allocated for a profile once the arrays have grown.</summary>
internal sealed class RuleEvaluation : IFeatureSink
{
    private const int MostRemembered = 10_000;

    private readonly RuleSet rules;
    private readonly Slot[] slots;
    private readonly List<int> used = [];
    private readonly TraitValue[] traits;
    private readonly ValueRange[] ranges;

    /// <summary>By leaf: 0 not asked yet, 1 no, 2 yes.</summary>
    private readonly byte[] answers;
    private readonly Dictionary<FeatureName, int[]> matching = [];
    private readonly int anyEvent;
    private readonly bool anyGenres;
    private EvaluationTime time;
    private Decay decay;

    public RuleEvaluation(RuleSet rules)
    {
        this.rules = rules;
        slots = new Slot[rules.SlotCount];
        traits = new TraitValue[rules.Traits.Count];
        ranges = new ValueRange[rules.Ranges.Count];
        answers = new byte[rules.Leaves.Length];
        anyEvent = rules.Slots.TryGetValue(new(FeatureKind.AnyEvent, ""), out var slot) ? slot : -1;
        anyGenres = rules.Slots.Keys.Any(name => name.Kind == FeatureKind.AnyEventGenre);
    }

    public void Bind(EvaluationTime at)
    {
        if (at == time) return;
        time = at;
        decay = Decay.Of(at.HalfLife);
        for (var i = 0; i < ranges.Length; i++) ranges[i] = rules.Ranges[i](at);
    }

    /// <summary>Takes the next profile.</summary>
    public void Look(ViewerProfile profile)
    {
        Array.Clear(answers);
        foreach (var slot in used) slots[slot].Clear();
        used.Clear();
        ViewerFeatures.AddTo(profile, decay, this);
        foreach (var slot in used) slots[slot].Seal();
        for (var i = 0; i < traits.Length; i++)
            traits[i] = profile.Traits.TryGetValue(rules.Traits[i], out var trait) ? ComparingValues.ValueOf(trait) : default;
    }

    public bool Holds(int rule) => Run(rules.Entries[rule]);

    /// <param name="entry">A step, or an outcome.</param>
    public bool Run(int entry)
    {
        var steps = rules.Steps;
        while (entry >= 0)
        {
            ref readonly var step = ref steps[entry];
            entry = Answer(step.Leaf) ? step.IfHolds : step.IfNot;
        }
        return entry == RuleSet.Accept;
    }

    public TraitValue Trait(int index) => traits[index];

    public bool Has(int slot) => !slots[slot].IsEmpty;

    public int CountIn(int slot, int range) => slots[slot].Count(ranges[range]);

    public void Add(FeatureName name, int value, int count)
    {
        if (rules.Slots.TryGetValue(name, out var slot)) Put(slot, value, count);
        switch (name.Kind)
        {
            case FeatureKind.Event when anyEvent >= 0:
                Put(anyEvent, value, count);
                break;
            case FeatureKind.EventGenre when anyGenres && rules.Slots.TryGetValue(new(FeatureKind.AnyEventGenre, "", name.Detail), out slot):
                Put(slot, value, count);
                break;
            case FeatureKind.EventProperties when rules.Filtered.Count > 0:
                foreach (var match in Matching(name)) Put(match, value, count);
                break;
        }
    }

    private bool Answer(int leaf)
    {
        var answer = answers[leaf];
        if (answer == 0) answers[leaf] = answer = Decide(in rules.Leaves[leaf]) ? (byte)2 : (byte)1;
        return answer == 2;
    }

    private bool Decide(in RuleLeaf leaf)
    {
        if (leaf.Other is { } other) return other(this);
        ref var slot = ref slots[leaf.Slot];
        if (leaf.Range >= 0 && (slot.Count(ranges[leaf.Range]) is var count) && (count < leaf.Least || count > leaf.Most)) return false;
        return leaf.Forbidden < 0 || slot.Count(ranges[leaf.Forbidden]) == 0;
    }

    private int[] Matching(FeatureName name)
    {
        if (matching.TryGetValue(name, out var known)) return known;
        if (matching.Count >= MostRemembered) matching.Clear();
        return matching[name] =
        [
            .. rules.Filtered.Where(one => (one.Condition.Name is null || one.Condition.Name == name.Name) && ComparingValues.Pass(one.Condition.Where, name.Detail, digests: false))
                .Select(one => one.Slot),
        ];
    }

    private void Put(int slot, int value, int count)
    {
        if (slots[slot].IsEmpty) used.Add(slot);
        slots[slot].Add(value, count);
    }

    /// <summary>Values in ascending order, with how many there are up to each; the first beside them, for most have one.</summary>
    private struct Slot
    {
        private int length;
        private int first;
        private int firstCount;
        private bool isUnsorted;
        private int[]? values;
        private int[]? counts;

        public readonly bool IsEmpty => length == 0;

        public void Clear() => (length, isUnsorted) = (0, false);

        public void Add(int value, int count)
        {
            if (length == 0) (first, firstCount) = (value, count);
            if (values is null || length == values.Length)
            {
                Array.Resize(ref values, Math.Max(2, length * 2));
                Array.Resize(ref counts, values.Length);
            }
            if (length > 0 && values[length - 1] > value) isUnsorted = true;
            (values[length], counts![length]) = (value, count);
            length++;
        }

        public void Seal()
        {
            if (length < 2) return;
            if (isUnsorted) Array.Sort(values!, counts, 0, length);
            for (var i = 1; i < length; i++) counts![i] += counts[i - 1];
        }

        public readonly int Count(ValueRange range)
        {
            if (length == 0 || range.IsEmpty) return 0;
            if (length == 1) return first >= range.First && first <= range.Last ? firstCount : 0;
            return UpTo(range.Last) - (range.First > 0 ? UpTo(range.First - 1) : 0);
        }

        private readonly int UpTo(int value)
        {
            if (values![length - 1] <= value) return counts![length - 1];
            var (low, high) = (0, length - 1);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (values[middle] <= value) low = middle + 1;
                else high = middle;
            }
            return low == 0 ? 0 : counts![low - 1];
        }
    }
}
