using System.Runtime.CompilerServices;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>Words that rest on a fact, ready to stand in a sentence.</summary>
/// <param name="Fact">The id that they cite.</param>
/// <param name="IsName">A name keeps its own capitals, also at the start of a sentence.</param>
internal readonly record struct Term(string Text, string Fact, bool IsName = false)
{
    public Term Capital() => IsName || Text.Length == 0 ? this : this with { Text = char.ToUpperInvariant(Text[0]) + Text[1..] };

    public Term With(string before, string after = "") => this with { Text = before + Text + after, IsName = IsName && before.Length == 0 };
}

/// <summary>A stretch of a phrase with the fact that it rests on; null for connecting words, which claim nothing.</summary>
internal sealed record Part(string Text, string? Fact);

/// <summary>One line of a creative, as parts that each cite their fact.</summary>
/// <param name="Rule">The grammar rule that made it, for lineage.</param>
internal sealed record Phrase(string Rule, IReadOnlyList<Part> Parts)
{
    public string Text { get; } = string.Concat(Parts.Select(p => p.Text));

    /// <summary>SHA-256 of what a model was asked; null for what none wrote.</summary>
    public string? PromptSha256 { get; init; }

    /// <summary>What it was translated from; null for what was written in its own language.</summary>
    public Translation? Translation { get; init; }

    public IReadOnlyList<string> Facts { get; } = [.. Parts.Select(p => p.Fact).OfType<string>().Distinct()];

    /// <summary>Writes a phrase the way it reads: <c>Say("rule", $"{product} {claim}")</c>; each hole cites its fact.</summary>
    public static Phrase Say(string rule, PhraseText text) => new(rule, text.Finish());

    /// <summary>Sentences after one another: a body of several.</summary>
    public static Phrase Join(params IReadOnlyList<Phrase> sentences) => new(
        string.Join('+', sentences.Select(s => s.Rule)),
        [.. sentences.SelectMany((s, i) => i == 0 ? s.Parts : s.Parts.Prepend(new Part(" ", null)))]);
}

/// <param name="Locale">Of the source.</param>
/// <param name="Source">The text that was translated: written from facts, and gated.</param>
/// <param name="Back">Translated back, by a request that did not see the source; null when nothing came.</param>
/// <param name="Fault">Why names and figures could not be put back; null when they could.</param>
internal sealed record Translation(string Locale, string Source, string? Back, string? Fault = null);

[InterpolatedStringHandler]
internal ref struct PhraseText
{
    private readonly List<Part> _parts;
    private bool _startsWithName;

    public PhraseText(int literalLength, int formattedCount) => _parts = new List<Part>(formattedCount * 2);

    public readonly void AppendLiteral(string text) => _parts.Add(new Part(text, null));

    /// <summary>A connecting word that is inflected: der, die or das. It claims nothing, and the gate reads it like the rest.</summary>
    public readonly void AppendFormatted(string connecting) => _parts.Add(new Part(connecting, null));

    public void AppendFormatted(Term term)
    {
        if (_parts.Count == 0) _startsWithName = term.IsName;
        _parts.Add(new Part(term.Text, term.Fact));
    }

    /// <summary>A phrase begins with a capital, unless it begins with a name.</summary>
    public readonly IReadOnlyList<Part> Finish()
    {
        if (_startsWithName || _parts.Count == 0) return _parts;
        var first = _parts[0];
        if (first.Text.Length > 0) _parts[0] = first with { Text = char.ToUpperInvariant(first.Text[0]) + first.Text[1..] };
        return _parts;
    }
}
