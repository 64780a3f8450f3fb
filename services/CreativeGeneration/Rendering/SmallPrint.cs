using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>Source and mandatory text at the foot. A proof without its source is not drawn; mandatory text stands whole or, without room, not at all.</summary>
internal static class SmallPrint
{
    public const string NoRoom = "the format has no room for the whole mandatory text";

    /// <param name="maxLines">Of both together.</param>
    /// <returns>The top of the print (where the part above may end), or null when the source does not fit.</returns>
    public static double? Draw(Svg svg, PictureTask task, double left, double bottom, double width, IReadOnlyList<double> sizes, int maxLines, List<string> notes)
    {
        var (source, legal) = (task.Text(Roles.Source), task.Text(Roles.Legal));
        foreach (var whole in new[] { true, false })
            foreach (var size in sizes)
            {
                var texts = new[] { source is null ? null : (Name: Roles.Source, Text: source), whole && legal is not null ? (Name: Roles.Legal, Text: legal) : ((string Name, string Text)?)null }.OfType<(string Name, string Text)>().ToList();
                var fitted = texts.Select(t => TextFitter.Fit(task.Type, t.Text, width, double.MaxValue, [size], Weight.Regular, maxLines, 1.25)).ToList();
                if (fitted.Any(f => f is null) || fitted.Sum(f => f!.Lines.Count) > maxLines) continue;
                if (!whole && legal is not null) notes.Add(NoRoom);
                var top = bottom;
                for (var i = texts.Count - 1; i >= 0; i--)
                {
                    top -= fitted[i]!.Height;
                    svg.Block(texts[i].Name, fitted[i]!, left, top, task.Colours.SoftInk);
                    top -= size * 0.5;
                }
                return texts.Count == 0 ? bottom : top - size * 0.5;
            }
        return null;
    }
}
