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
    private readonly Dictionary<FeatureName, int[]> matching = [];
    private readonly int anyEvent;
    private readonly bool anyGenres;
    private EvaluationTime time;
    private Decay decay;

    public RuleEvaluation(RuleSet rules)
    {
        this.rules = rules;
        slots = new Slot[rules.SlotCount];
        for (var i = 0; i < slots.Length; i++) slots[i] = new();
        traits = new TraitValue[rules.Traits.Count];
        ranges = new ValueRange[rules.Ranges.Count];
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
        foreach (var slot in used) slots[slot].Clear();
        used.Clear();
        ViewerFeatures.AddTo(profile, decay, this);
        foreach (var slot in used) slots[slot].Seal();
        for (var i = 0; i < traits.Length; i++)
            traits[i] = profile.Traits.TryGetValue(rules.Traits[i], out var trait) ? ComparingValues.ValueOf(trait) : default;
    }

    public bool Holds(int rule) => rules.Rules[rule](this);

    public TraitValue Trait(int index) => traits[index];

    public int Count(int slot, ValueRange range) => slots[slot].Count(range);

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

    /// <summary>Values in ascending order, with how many there are up to each.</summary>
    private sealed class Slot
    {
        private int[] values = new int[2];
        private int[] counts = new int[2];
        private int length;
        private bool isSorted = true;

        public bool IsEmpty => length == 0;

        public void Clear() => (length, isSorted) = (0, true);

        public void Add(int value, int count)
        {
            if (length == values.Length)
            {
                Array.Resize(ref values, length * 2);
                Array.Resize(ref counts, length * 2);
            }
            if (length > 0 && values[length - 1] > value) isSorted = false;
            (values[length], counts[length]) = (value, count);
            length++;
        }

        public void Seal()
        {
            if (!isSorted) Array.Sort(values, counts, 0, length);
            for (var i = 1; i < length; i++) counts[i] += counts[i - 1];
        }

        public int Count(ValueRange range)
        {
            if (length == 0 || range.IsEmpty) return 0;
            if (length == 1) return values[0] >= range.First && values[0] <= range.Last ? counts[0] : 0;
            return UpTo(range.Last) - (range.First > 0 ? UpTo(range.First - 1) : 0);
        }

        private int UpTo(int value)
        {
            if (values[length - 1] <= value) return counts[length - 1];
            var (low, high) = (0, length - 1);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (values[middle] <= value) low = middle + 1;
                else high = middle;
            }
            return low == 0 ? 0 : counts[low - 1];
        }
    }
}
