using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

/// <summary>A second opinion on creatives that shares no code with the gate or the renderer: written against the design's rules only.</summary>
internal static partial class Validator
{
    private static readonly string[] Ranks =
    [
        "best", "number one", "unique", "perfect", "guaranteed", "always", "ever", "cheapest", "free", "proven", "new", "only", "meilleur", "meilleure", "parfait", "garanti", "toujours", "gratuit", "nouveau", "nouvelle", "seule",
        "beste", "bester", "einzige", "perfekt", "garantiert", "immer", "kostenlos", "neu", "neue", "mejor", "único", "única", "perfecto", "garantizado", "siempre", "gratis", "nuevo", "nueva",
        "migliore", "unica", "unico", "perfetto", "garantito", "sempre", "nuovo", "nuova", "melhor", "perfeito", "garantido", "grátis", "novo", "nova", "enige", "altijd", "nieuw", "nieuwe", "最高", "一番", "唯一", "絶対", "必ず", "無料", "新しい",
    ];
    private static readonly string[] Pressure =
    [
        "now", "today", "hurry", "last chance", "soon", "maintenant", "aujourd’hui", "vite", "dernière", "bientôt", "jetzt", "heute", "schnell", "letzte", "ahora", "hoy", "última", "adesso", "oggi", "subito", "agora", "hoje", "nu", "vandaag",
        "今すぐ", "本日", "残りわずか", "お急ぎ",
    ];

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["en"] = "Ad", ["fr"] = "Publicité", ["de"] = "Anzeige", ["es"] = "Publicidad", ["it"] = "Pubblicità", ["pt-BR"] = "Publicidade", ["nl"] = "Advertentie", ["ja"] = "広告",
    };

    /// <summary>The catalogue once more, from the networks' pages: prefix, most characters, fewest and most texts, one that must be short.</summary>
    private static readonly Dictionary<string, (string Prefix, int Max, int AtLeast, int AtMost, int OneWithin)[]> Sets = new()
    {
        [FormatIds.ResponsiveSearch] = [("headline", 30, 3, 15, 0), ("description", 90, 2, 4, 0)],
        [FormatIds.PerformanceMax] = [("headline", 30, 3, 15, 15), ("longHeadline", 90, 1, 5, 0), ("description", 90, 2, 5, 60)],
        [FormatIds.ResponsiveDisplay] = [("headline", 30, 1, 5, 0), ("longHeadline", 90, 1, 1, 0), ("description", 90, 1, 5, 0)],
        [FormatIds.Meta] = [("primaryText", 125, 1, 5, 0), ("headline", 40, 1, 5, 0), ("description", 30, 1, 5, 0)],
    };

    public static (int Width, int Height, int Bytes) Size(string format) => format switch
    {
        FormatIds.Display300x250 => (300, 250, 150_000), FormatIds.Display728x90 => (728, 90, 150_000), FormatIds.Display160x600 => (160, 600, 150_000), FormatIds.Display320x50 => (320, 50, 50_000),
        FormatIds.Display970x250 => (970, 250, 250_000), FormatIds.Native => (1200, 628, 350_000), FormatIds.Pause600x600 => (600, 600, 350_000), FormatIds.OverlayCorner => (480, 270, 350_000),
        FormatIds.OverlayLowerThird => (1920, 324, 350_000), FormatIds.Menu => (1920, 480, 350_000), _ => (1920, 1080, 350_000),
    };

    public static IEnumerable<string> Faults(CampaignBrief brief, string format, string locale, IReadOnlyDictionary<string, string> texts, DateOnly? lastDay)
    {
        if (Sets.TryGetValue(format, out var parts))
        {
            List<string> all = [];
            foreach (var (prefix, max, least, most, oneWithin) in parts)
            {
                var ofPart = texts.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal) && t.Key[prefix.Length..].All(char.IsAsciiDigit)).Select(t => t.Value).ToList();
                all.AddRange(ofPart);
                if (ofPart.Count < least || ofPart.Count > most) yield return $"{ofPart.Count} of {prefix}";
                foreach (var text in ofPart.Where(t => t.Length > max)) yield return $"{prefix} \"{text}\" has {text.Length} characters, at most {max}";
                if (oneWithin > 0 && ofPart.All(t => t.Length > oneWithin)) yield return $"no {prefix} has at most {oneWithin} characters";
                if (prefix == "headline" && ofPart.Any(h => h.Contains('!') || h.Contains('！'))) yield return "exclamation mark in a headline";
            }
            if (all.Distinct(StringComparer.OrdinalIgnoreCase).Count() != all.Count) yield return "the set says something twice";
            if (texts.TryGetValue("businessName", out var business) && business.Length > 25) yield return "business name is too long";
        }
        else
        {
            foreach (var (role, max) in Limits(format))
                if (texts.TryGetValue(role, out var text) && text.Length > max) yield return $"{role} has {text.Length} characters, at most {max}";
            var label = Labels.First(l => l.Key.StartsWith(locale[..2], StringComparison.Ordinal)).Value;
            if (!texts.ContainsKey("headline") || !texts.ContainsKey("cta") || texts.GetValueOrDefault("disclosure") != label) yield return "headline, cta or disclosure is missing";
        }
        if (texts.Any(t => Says(brief, t.Value, locale)) && lastDay is null && brief.Offer?.EndsOn is not null) yield return "speaks of an offer that ends, but may run for ever";

        var (said, numbers) = (Everything(brief), NumbersOf(brief));
        foreach (var (key, text) in texts)
        {
            foreach (var fault in Text(brief, locale, key == "link" ? "Link " + text : text, said, numbers)) yield return $"{key} \"{text}\": {fault}";
        }
    }

    private static IEnumerable<string> Text(CampaignBrief brief, string locale, string text, string said, HashSet<string> numbers)
    {
        // A month is a number in Japanese.
        var dates = locale.StartsWith("ja", StringComparison.Ordinal) && brief.Offer?.EndsOn is { } end ? [end.Month.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>();
        foreach (Match number in Number().Matches(text))
            if (!numbers.Contains(Digits(number.Value)) && !dates.Contains(number.Value)) yield return $"the number {number.Value} is nowhere in the brief";
        foreach (var word in Ranks.Concat(Pressure))
            if (Word(text, word) && !Word(said, word)) yield return $"\"{word}\" is nowhere in the brief";
        foreach (var term in brief.Brand.ForbiddenTerms)
            if (Word(text, term)) yield return $"\"{term}\" is forbidden";
        if (text.IndexOfAny(['<', '>', '{', '}', '\t', '\n', '\r']) >= 0) yield return "mark-up or control characters";
        if (!text.IsNormalized(NormalizationForm.FormC) || text != text.Trim() || text.Contains("  ", StringComparison.Ordinal)) yield return "not normalised, or stray spaces";
        foreach (Match host in Host().Matches(text))
            if (!brief.Advertiser.Domains.Any(d => host.Value.Equals(d, StringComparison.OrdinalIgnoreCase) || host.Value.EndsWith("." + d, StringComparison.OrdinalIgnoreCase))) yield return $"{host.Value} is not the advertiser's";
        for (var i = 0; i < text.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(text[i]);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator) yield return $"U+{(int)text[i]:X4}";
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (text[i] == '\u202F' && !(locale.StartsWith("fr", StringComparison.Ordinal) && (";!?%".Contains(next) || char.IsAsciiDigit(next)))) yield return "a narrow no-break space where none belongs";
            if (locale.StartsWith("fr", StringComparison.Ordinal) && ";!?".Contains(text[i]) && (i == 0 || text[i - 1] != '\u202F')) yield return $"no narrow space before {text[i]}";
        }
        if (LowerAfterStop().IsMatch(text) && !text.Contains("eLume", StringComparison.Ordinal)) yield return "a sentence begins in lower case";
    }

    /// <summary>Reads the file as a browser would: every text inside the canvas, none on top of another, readable on whatever lies under it.</summary>
    public static IEnumerable<string> Picture(string svg, int width, int height, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(svg) > maxBytes) yield return "too many bytes";
        var root = XDocument.Parse(svg).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        string[] allowed = ["svg", "title", "defs", "linearGradient", "stop", "clipPath", "rect", "g", "circle", "ellipse", "path", "text", "metadata", "RDF", "Description"];
        foreach (var element in root.DescendantsAndSelf())
        {
            if (!allowed.Contains(element.Name.LocalName)) yield return $"<{element.Name.LocalName}>";
            if (element.Attributes().Any(a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || a.Name.LocalName.Contains("href", StringComparison.Ordinal))) yield return "an active or linking attribute";
        }
        var lines = root.Descendants(ns + "text").Select(t => (Text: t.Value, X: N(t, "x"), Y: N(t, "y"), Size: N(t, "font-size"), Length: N(t, "textLength"), Fill: (string)t.Attribute("fill")!)).ToList();
        if (lines.Count == 0) yield return "no text";
        foreach (var line in lines)
            if (line.X < Clear(width) * width || line.X + line.Length > (1 - Clear(width)) * width || line.Y - line.Size * Rise(line.Text) < 0.04 * height || line.Y + line.Size * 0.25 > 0.965 * height) yield return $"\"{line.Text}\" leaves the safe area";
        for (var i = 0; i < lines.Count; i++)
            for (var j = i + 1; j < lines.Count; j++)
                if (lines[i].X < lines[j].X + lines[j].Length && lines[j].X < lines[i].X + lines[i].Length
                    && lines[i].Y - lines[i].Size * Rise(lines[i].Text) < lines[j].Y && lines[j].Y - lines[j].Size * Rise(lines[j].Text) < lines[i].Y) yield return $"\"{lines[i].Text}\" and \"{lines[j].Text}\" overlap";
        // Average glyph of Inter is between 0.45 and 0.75 em: a length outside says that the measuring is off.
        foreach (var line in lines.Where(l => l.Text.Length > 6))
            if (line.Length / line.Size / line.Text.Length is < 0.38 or > 1.01 || (Rise(line.Text) < 0.8 && line.Length / line.Size / line.Text.Length > 0.8)) yield return $"\"{line.Text}\" is pinned to {line.Length}";
        var grounds = root.Descendants(ns + "stop").Select(s => (string)s.Attribute("stop-color")!).ToList();
        foreach (var line in lines)
        {
            // A text on a plate is read against the plate; any other against the gradient.
            var plate = root.Elements(ns + "rect").LastOrDefault(r => N(r, "width") > line.Length && N(r, "x") <= line.X && N(r, "x") + N(r, "width") >= line.X + line.Length && N(r, "y") < line.Y && N(r, "y") + N(r, "height") > line.Y && (N(r, "height") < height / 2.0 || N(r, "width") < width / 2.0));
            foreach (var ground in plate is null ? grounds : [(string)plate.Attribute("fill")!])
                if (Contrast(line.Fill, ground) < 4.5) yield return $"\"{line.Text}\" {line.Fill} on {ground} has contrast {Contrast(line.Fill, ground):0.00}";
        }
    }

    private static IEnumerable<(string Role, int Max)> Limits(string format) => format switch
    {
        FormatIds.Native => [("headline", 90), ("headline25", 25), ("body", 140), ("cta", 15)],
        _ => [("cta", 24)],
    };

    private static bool Says(CampaignBrief brief, string text, string locale) => brief.Offer is { DiscountPercent: { } percent } && text.Contains(percent + (locale[..2] switch { "fr" => "\u202F%", "de" or "es" => "\u00A0%", _ => "%" }), StringComparison.Ordinal);

    private static string Everything(CampaignBrief brief) => string.Join(" | ", brief.Facts.SelectMany(f => f.Text.Values).Concat(brief.Product.Name.Values).Concat(brief.Product.Kind.Values).Append(brief.Advertiser.Name).Concat(brief.Brand.MandatoryText.Values));

    private static HashSet<string> NumbersOf(CampaignBrief brief)
    {
        var all = string.Join(" | ", brief.Facts.SelectMany(f => f.Text.Values).Concat(brief.Facts.Select(f => f.Source ?? "")).Append(brief.Product.Name.First().Value).Append(brief.Product.Name.Last().Value));
        var numbers = Number().Matches(all).Select(m => Digits(m.Value)).ToHashSet();
        if (brief.Offer is not { } offer) return numbers;
        foreach (var money in new[] { offer.Price, offer.PriorPrice, offer is { Price: { } p, PriorPrice: { } q } ? q - p : null })
            if (money is { } m) numbers.Add(Digits(m.Units.ToString("0.00", CultureInfo.InvariantCulture)));
        if (offer.DiscountPercent is { } percent) numbers.Add(percent.ToString(CultureInfo.InvariantCulture));
        if (offer.EndsOn is { } end) numbers.Add(end.Day.ToString(CultureInfo.InvariantCulture));
        if (offer.Code is { } code) numbers.UnionWith(Number().Matches(code).Select(m => m.Value));
        return numbers;
    }

    /// <summary>Digits without separators and without empty cents.</summary>
    private static string Digits(string number)
    {
        var cents = Cents().Match(number);
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        return cents.Success && cents.Value[1..] == "00" ? digits[..^2] : digits;
    }

    private static bool Word(string text, string word)
    {
        // Japanese has no spaces: a word is looked for anywhere.
        if (word[0] > '\u3000') return text.Contains(word, StringComparison.Ordinal);
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]))) return true;
        return false;
    }

    /// <summary>Share of the width that stays clear: television crops, a banner does not.</summary>
    private static double Clear(int width) => width switch { 1920 => 0.05, 728 => 0.015, 320 => 0.02, 970 => 0.02, _ => 0.04 };

    /// <summary>Kana and kanji rise higher than capitals.</summary>
    private static double Rise(string text) => text.Any(c => c is >= '\u3041' and <= '\u9FFF') ? 0.86 : 0.73;

    private static double N(XElement element, string name) => double.Parse((string?)element.Attribute(name) ?? "0", CultureInfo.InvariantCulture);

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Light(a), Light(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Light(string hex)
    {
        double C(int at) => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var c && c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * C(1) + 0.7152 * C(3) + 0.0722 * C(5);
    }

    [GeneratedRegex("\\d+(?:[.,]\\d+|[ \u00A0\u202F]\\d{3}(?!\\d))*")]
    private static partial Regex Number();

    [GeneratedRegex("[.,]\\d\\d$")]
    private static partial Regex Cents();

    [GeneratedRegex(@"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:example|com|net|org|fr)", RegexOptions.IgnoreCase)]
    private static partial Regex Host();

    [GeneratedRegex(@"^\p{Ll}|[.!?] \p{Ll}")]
    private static partial Regex LowerAfterStop();
}
