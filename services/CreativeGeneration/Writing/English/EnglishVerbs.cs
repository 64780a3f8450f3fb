namespace AdPlatform.CreativeGeneration.Writing.English;

/// <summary>The words that tell the shape of a clause. A word that is missing here only costs sentence patterns, never correctness.</summary>
internal static class EnglishVerbs
{
    private static readonly string[] Bases =
    [
        "accompany", "adapt", "add", "adjust", "allow", "answer", "blend", "block", "boost", "brew", "brighten", "bring", "build", "calm", "capture", "care", "carry", "charge", "clean", "clear",
        "come", "comfort", "connect", "cook", "cool", "cover", "create", "cut", "deliver", "dry", "ease", "enjoy", "entertain", "explore", "filter", "find", "fit", "focus", "fold", "follow", "freshen", "fuel",
        "get", "give", "go", "grow", "guide", "handle", "heat", "help", "hold", "hydrate", "improve", "include", "inspire", "invite", "keep", "last", "lead", "learn", "leave", "let", "lift", "light",
        "listen", "look", "love", "lower", "make", "melt", "move", "need", "nourish", "offer", "open", "organise", "organize", "pair", "pay", "plan", "play", "power", "prefer", "prepare", "protect", "provide", "put",
        "rate", "reach", "recommend", "recycle", "reduce", "refresh", "relax", "relieve", "remember", "remove", "repair", "replace", "respect", "rest", "restore", "run", "save", "say", "score", "see", "sharpen", "shine",
        "simplify", "sleep", "slow", "smell", "smooth", "soften", "soothe", "sound", "spare", "speak", "start", "stay", "stop", "stream", "strengthen", "style", "suit", "support", "sweeten", "switch", "take",
        "taste", "teach", "tell", "track", "transform", "travel", "turn", "unwind", "use", "wake", "warm", "wash", "watch", "wear", "welcome", "win", "work", "wrap",
    ];

    private static readonly Dictionary<string, string> ThirdPerson = Bases.ToDictionary(Third);
    private static readonly HashSet<string> Plain = [.. Bases];
    private static readonly HashSet<string> Auxiliaries = ["is", "are", "was", "were", "has", "have", "had", "can", "will", "does", "do", "said", "say", "agree", "agreed", "felt", "feel", "slept", "found"];
    private static readonly HashSet<string> Qualities =
    [
        "ready", "easy", "simple", "light", "soft", "gentle", "quick", "fresh", "natural", "organic", "vegan", "quiet", "warm", "cool", "strong", "safe", "washable", "portable", "compact", "foldable", "recyclable",
        "compostable", "made", "grown", "built", "woven", "sewn", "brewed", "blended", "baked", "roasted", "picked", "dried", "designed", "crafted", "tested", "certified", "inspired", "born", "rooted", "loved", "suitable", "free", "rich", "low", "kind",
    ];

    /// <summary>What a reader can do with the product's help: "calm the evening with ...", but not "last 12 hours with ...".</summary>
    public static IReadOnlySet<string> ReaderDoes { get; } = new HashSet<string>
    {
        "boost", "brew", "brighten", "calm", "charge", "clean", "cook", "cool", "cut", "ease", "enjoy", "explore", "filter", "freshen", "learn", "light", "nourish", "organise", "organize", "plan", "prepare", "protect",
        "reduce", "refresh", "relax", "repair", "restore", "save", "sharpen", "simplify", "sleep", "slow", "smooth", "soften", "soothe", "stream", "strengthen", "style", "sweeten", "track", "transform", "unwind", "warm", "wash", "watch",
    };

    public static IReadOnlySet<string> Determiners { get; } = new HashSet<string> { "a", "an", "the", "our", "your", "its", "every", "each", "all", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "most", "no" };
    public static IReadOnlySet<string> Prepositions { get; } = new HashSet<string> { "with", "without", "for", "from", "in", "of", "on", "by", "to", "at", "after", "before", "under", "over" };

    /// <summary>calms -> calm; null for anything else than a third person known here.</summary>
    public static string? Base(string word) => ThirdPerson.GetValueOrDefault(word.ToLowerInvariant());

    public static bool IsFinite(string word) => ThirdPerson.ContainsKey(word) || Plain.Contains(word) || Auxiliaries.Contains(word);

    public static bool IsQuality(string word) => Qualities.Contains(word) || word.Contains("-free", StringComparison.Ordinal);

    private static string Third(string verb) => verb switch
    {
        [.., 's' or 'x' or 'z' or 'o'] or [.., 'c' or 's', 'h'] => verb + "es",
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => verb[..^1] + "ies",
        _ => verb + "s",
    };
}
