using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>
/// What a segment may not be made of, whichever way round: special categories of data (DSA art. 26(3), which names GDPR art. 9(1)) and minors (DSA art. 28(2)).
/// A list of words can only catch what says its name; the publisher stays responsible for what its own names mean.
/// </summary>
internal static partial class SensitiveConditions
{
    private const int AgeOfMajority = 18;

    private const string SpecialCategory = "could reveal a special category of personal data ({0}), which ads must not be selected by (DSA art. 26(3), GDPR art. 9)";
    private const string Minors = "could single out minors, who must not be profiled for ads (DSA art. 28(2))";

    private static readonly FrozenDictionary<string, string> Words = Lists(
        ("religion or belief", "religion religious religiosity faith church christian christianity catholic protestant orthodox muslim islam islamic jewish judaism hindu hinduism buddhist buddhism sikh atheist atheism agnostic agnosticism spirituality confession glaube eglise"),
        ("ethnic origin", "ethnicity ethnic ethnie racial race hispanic latino latina caucasian roma"),
        ("health", "health medical medication medicine diagnosis disease illness disability disabled handicap patient therapy pregnant pregnancy fertility infertility hiv aids cancer diabetes diabetic depression autism addiction alcoholism sante gesundheit krankheit"),
        ("sex life or sexual orientation", "sexuality sexual gay lesbian bisexual homosexual heterosexual queer lgbt lgbtq lgbtqia transgender erotic porn pornography"),
        ("political opinion", "politics political politician politik politique democrat republican socialist communist conservative liberal partisan voter"),
        ("trade union membership", "union unionist syndicat gewerkschaft"),
        ("genetic or biometric data", "genetic genetics genome dna biometric biometrics fingerprint faceprint"));

    private static readonly FrozenSet<string> OfMinors =
        "child children childrens kid kids teen teens teenager teenagers toddler toddlers preschool preschooler minor minors underage infant infants enfant enfants kinder jugendliche".Split(' ').ToFrozenSet();

    /// <summary>IAB Content Taxonomy 3.1: ids with the extension SCD (sensitive category data), children's ones, Politics and Sensitive Topics, in lower case.</summary>
    private static readonly FrozenSet<string> Categories = (
        "135 186 187 197 198 209 212 khpc6a 228 234 277 383 286 323 287 288 306 312 313 314 315 316 317 318 289 290 291 292 293 294 295 296 297 298 299 300 301 302 303 304 305 307 308 "
        + "309 310 311 406 431 429 451 452 443 444 453 454 456 457 458 459 460 461 455 518 224 386 387 388 8ypbbl").Split(' ').ToFrozenSet();

    /// <summary>Why a leaf is refused; null when it is not.</summary>
    public static string? FaultOf(Condition leaf) => leaf switch
    {
        TraitCondition { Name: "age" } c when c.Values.Any(value => value.Number < AgeOfMajority) => Minors,
        TraitCondition c => FaultOf([c.Name, .. c.Values.Select(value => value.Text)]),
        InterestCondition { IsCategory: true } c => Categories.Contains(c.Name) ? string.Format(null, SpecialCategory, $"IAB category {c.Name}") : null,
        InterestCondition c => FaultOf([c.Name]),
        EventCondition c => FaultOf([c.Name, c.Genre, .. c.Where.Select(filter => filter.Property), .. c.Where.SelectMany(filter => filter.Values).Select(value => value.Text)]),
        _ => null,
    };

    /// <summary>Why an interest, a genre or an IAB category, makes no segment; null when it may.</summary>
    public static string? FaultOfInterest(string name) =>
        Categories.Contains(name.ToLowerInvariant()) ? string.Format(null, SpecialCategory, $"IAB category {name}") : FaultOf([name]);

    private static string? FaultOf(IEnumerable<string?> texts)
    {
        foreach (var word in texts.OfType<string>().SelectMany(text => Word().Matches(text).Select(match => match.Value.ToLowerInvariant())))
        {
            if (OfMinors.Contains(word)) return Minors;
            if (Words.TryGetValue(word, out var category)) return string.Format(null, SpecialCategory, category);
        }
        return null;
    }

    private static FrozenDictionary<string, string> Lists(params ReadOnlySpan<(string Category, string Words)> lists)
    {
        var words = new Dictionary<string, string>();
        foreach (var (category, list) in lists)
            foreach (var word in list.Split(' ')) words[word] = category;
        return words.ToFrozenDictionary();
    }

    /// <summary>Also the parts of camelCase and snake_case.</summary>
    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")]
    private static partial Regex Word();
}
