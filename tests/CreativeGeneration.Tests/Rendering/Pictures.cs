using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Tests.Rendering;

/// <summary>One picture of every rendered format in the languages that differ most in width and script.</summary>
internal static class Pictures
{
    public static readonly string[] Locales = ["en", "de", "fr", "ja"];

    private static readonly Lazy<IReadOnlyList<(string Name, CreativeDraft Draft)>> Samples = new(() => [.. new[] { 1, 4, 6 }.SelectMany(seed => Draw(seed, Typeface.Inter))]);

    public static IReadOnlyList<(string Name, CreativeDraft Draft)> All => Samples.Value;

    public static IReadOnlyList<(string Name, CreativeDraft Draft)> In(Typeface type) => [.. Draw(1, type)];

    private static IEnumerable<(string Name, CreativeDraft Draft)> Draw(int seed, Typeface type)
    {
        var (studio, fault) = Studio.Open(Tests.Samples.Command(RandomBriefs.Draw(seed, Locales), RandomBriefs.Segments(seed, 1)), new CreativeGenerationOptions(), [new GroundedWriter()], Gallery.Empty with { Type = type });
        Assert.True(fault is null, fault?.ToString());
        var session = new WritingSession(0);
        foreach (var cell in studio!.Cells) Assert.True(studio.WriteAsync(cell, session, CancellationToken.None).IsCompletedSuccessfully);
        foreach (var cell in studio.Cells) studio.Compose(cell);
        foreach (var group in studio.Drafts.Where(d => d.Artwork is not null).GroupBy(d => (d.Format, d.Locale)))
            // The longest text is where it would break first.
            yield return ($"{group.Key.Format}-{group.Key.Locale}-{seed}{type.Family?.Replace(' ', '-')}", group.MaxBy(d => d.Texts.Values.Sum(t => t.Text.Length))!);
    }
}
