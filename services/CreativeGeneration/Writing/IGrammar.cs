using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>An authored language: its typography and its sentences.</summary>
internal interface IGrammar : ITypography
{
    string Language { get; }

    /// <summary>Best first, of any length: the writer keeps those that fit.</summary>
    IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts);

    /// <summary>Bodies rest on facts other than the slot's claim, where there are any.</summary>
    IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts);

    IEnumerable<string> Ctas(Slot slot, FactSheet facts);
}
