using AdPlatform.Contracts;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>An authored language: its typography, its formats (CLDR 44, in tables here so that output is the same everywhere), its sentences.</summary>
internal interface IGrammar
{
    string Language { get; }
    Labels Labels { get; }

    /// <summary>Sets spaces and quotes of the advertiser's words as the language prints them.</summary>
    string Typeset(string text);

    string Money(Money amount);
    string Percent(int value);
    string Date(DateOnly day);

    /// <summary>Best first, of any length: the writer keeps those that fit.</summary>
    IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts);

    /// <summary>Bodies rest on facts other than the slot's claim, where there are any.</summary>
    IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts);

    IEnumerable<string> Ctas(Slot slot, FactSheet facts);
}

/// <param name="Disclosure">What marks an advertisement as one.</param>
/// <param name="Sponsored">Before an advertiser's name.</param>
/// <param name="Source">Before the source of a proof.</param>
internal sealed record Labels(string Disclosure, string Sponsored, string Source);
