using System.Text.RegularExpressions;

namespace AdPlatform.CreativeGeneration.Scoring;

/// <summary>
/// How a headline is built, never what it teases with. Left out on purpose, although they predict clicks: words that point at something withheld (this, here, what, why),
/// superlatives, capitals for shouting, feelings and topics, and who a person is. Rewarding them rewards clickbait, or one kind of people over another.
/// </summary>
internal static partial class StyleFeatures
{
    private static readonly HashSet<string> Closed = Set(
        "a an the and or but so because if as than of in on at by for with from to into about over under after before between through during against up down out off back again is are was were be been being am has have had do does did will would could should may might must can i me my we us our you your they them their it its one two three four five all each most some few more less many much only also even still just too very not no never every any both own same other another such when while until since");

    private static readonly (string Name, HashSet<string> Words, bool First)[] Classes =
    [
        ("i", Set("i me my mine myself"), true), ("we", Set("we us our ours ourselves"), true), ("you", Set("you your yours yourself"), true), ("they", Set("they them their theirs"), true),
        ("negation", Set("not no never nothing nobody none dont doesnt didnt isnt arent wasnt cant couldnt wont wouldnt shouldnt without"), false), ("article", Set("a an the"), true),
        ("preposition", Set("of in on at by for with from to into about over under after before between through during against"), false), ("conjunction", Set("and or but so because if while"), true),
        ("auxiliary", Set("is are was were be been being am has have had do does did will would could should may might must can"), true), ("modal", Set("will would could should may might must can"), false),
        ("adverb", Set("very really so just too only even actually totally pretty quite simply"), false), ("time", Set("year years day days minute minutes second seconds hour hours today ago week month old time"), false),
        ("money", Set("money dollars dollar pay paid cost worth rich poor price"), false), ("thought", Set("think thinks thought know knows knew believe realize understand feel feels guess"), false),
        ("speech", Set("say says said tell tells told ask asked asks speak talk talks explain"), false), ("doing", Set("get gets got make makes made take takes took give gives gave do does did"), false),
        ("social", Set("people person someone friend friends family world everyone"), false), ("person", Set("he him his she her hers man men woman women guy guys girl girls boy boys mom dad mother father"), false),
    ];

    [GeneratedRegex("[\\p{L}\\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex("[\"“„«「]|(^|\\s)['‘]")]
    private static partial Regex Quote();

    [GeneratedRegex("[—–―]|--| - ")]
    private static partial Regex Dash();

    [GeneratedRegex("[.!?。！？](\\s|$)")]
    private static partial Regex Stop();

    /// <summary>Which features a model may use. Only lengths say little; only those of the surface carry over to other languages.</summary>
    internal enum Family { Length, Surface, Closed }

    /// <summary>Name and value; a name that is absent has the value 0.</summary>
    public static Dictionary<string, double> Of(string headline, Family family)
    {
        var words = Word().Matches(headline.ToLowerInvariant().Replace("’", "").Replace("'", "")).Select(m => m.Value).ToList();
        var count = Math.Max(1, words.Count);
        var length = Math.Min(words.Count, 25) / 10.0;
        var values = new Dictionary<string, double> { ["length"] = length, ["lengthSquared"] = length * length, ["characters"] = headline.Length / 100.0 };
        if (family == Family.Length) return values;
        var tokens = headline.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        void Put(string name, double value) { if (value != 0) values[name] = value; }
        Put("wordLength", words.Sum(w => w.Length) / (double)count - 4.5);
        Put("longWords", words.Count(w => w.Length >= 8) / 3.0);
        Put("shortWords", words.Count(w => w.Length <= 3) / 5.0);
        Put("number", headline.Any(char.IsAsciiDigit) ? 1 : 0);
        Put("numberFirst", headline.Length > 0 && char.IsAsciiDigit(headline[0]) ? 1 : 0);
        Put("question", headline.AsSpan().IndexOfAny('?', '？') >= 0 ? 1 : 0);
        Put("exclamation", headline.AsSpan().IndexOfAny('!', '！') >= 0 ? 1 : 0);
        Put("colon", headline.AsSpan().IndexOfAny(':', '：') >= 0 ? 1 : 0);
        Put("quote", Quote().IsMatch(headline) ? 1 : 0);
        Put("ellipsis", headline.Contains("...", StringComparison.Ordinal) || headline.Contains('…') ? 1 : 0);
        Put("dash", Dash().IsMatch(headline) ? 1 : 0);
        Put("bracket", headline.AsSpan().IndexOfAny('(', '[', '（') >= 0 ? 1 : 0);
        Put("commas", headline.Count(c => c is ',' or '、'));
        Put("sentences", Stop().Count(headline));
        Put("amount", headline.AsSpan().IndexOfAny("%$€£") >= 0 ? 1 : 0);
        Put("namesInside", tokens.Skip(1).Count(t => char.IsUpper(t[0])) / (double)Math.Max(1, tokens.Length));
        Put("distinctWords", words.Distinct().Count() / (double)count);
        if (family == Family.Surface) return values;
        Put("apostrophes", headline.Count(c => c is '\'' or '’') / 2.0);
        foreach (var (name, set, first) in Classes)
        {
            Put($"class:{name}", Math.Min(3, words.Count(set.Contains)));
            if (first && words.Count > 0 && set.Contains(words[0])) Put($"first:{name}", 1);
        }
        Put("past", words.Count(w => w.Length > 4 && w.EndsWith("ed", StringComparison.Ordinal)));
        Put("gerund", words.Count(w => w.Length > 5 && w.EndsWith("ing", StringComparison.Ordinal)));
        Put("ly", words.Count(w => w.Length > 4 && w.EndsWith("ly", StringComparison.Ordinal)));
        Put("plural", words.Count(w => w.Length > 4 && w.EndsWith('s')) / 2.0);
        foreach (var word in words.Where(Closed.Contains)) values[$"word:{word}"] = 1;
        return values;
    }

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
