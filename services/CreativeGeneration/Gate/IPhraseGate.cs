using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Reads one phrase against the facts that it cites. Says everything that is wrong with it; nothing means it may run.</summary>
internal interface IPhraseGate
{
    IReadOnlyList<Violation> Check(string role, Phrase phrase, FormatSpec format);
}
