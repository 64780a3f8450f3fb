using AdPlatform.Contracts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>What a language prints beside its sentences: labels, and formats (CLDR 44, in tables here so that output is the same everywhere).</summary>
internal interface ITypography
{
    Labels Labels { get; }

    /// <summary>Sets spaces and quotes of the advertiser's words as the language prints them.</summary>
    string Typeset(string text);

    string Money(Money amount);
    string Percent(int value);
    string Date(DateOnly day);
}

/// <param name="Disclosure">What marks an advertisement as one.</param>
/// <param name="Sponsored">Before an advertiser's name.</param>
/// <param name="Source">Before the source of a proof.</param>
/// <param name="Political">What marks a political advertisement as one: Regulation (EU) 2024/900, Art. 11(1)(a).</param>
internal sealed record Labels(string Disclosure, string Sponsored, string Source, string Political);
