using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>Writes phrases for one argument and format. Nothing that a writer returns is trusted: the gate reads all of it.</summary>
internal interface IWriter
{
    string Name { get; }

    /// <summary>Changes whenever the same facts and seed may give other words.</summary>
    string Version { get; }

    bool Speaks(string locale);

    ValueTask<Drafts> WriteAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation);
}

/// <summary>What a writer offers for one slot: any headline may stand over any body and button.</summary>
internal sealed record Drafts(IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> ShortHeadlines, IReadOnlyList<Phrase> Bodies, IReadOnlyList<string> Ctas)
{
    /// <summary>Only for formats that ask for them.</summary>
    public IReadOnlyList<Phrase> LongHeadlines { get; init; } = [];
}
