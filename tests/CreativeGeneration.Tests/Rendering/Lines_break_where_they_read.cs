using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Tests.Rendering;

public sealed class Lines_break_where_they_read
{
    [Theory]
    // A number stays with what it counts.
    [InlineData("Avec une batterie de 500 Wh, Nordlys apaise la soirée.", 250, "Avec une batterie de 500 Wh,|Nordlys apaise la soirée.")]
    [InlineData("Seit Mai würden es 9 von 10 Käufern wieder kaufen.", 230, "Seit Mai würden es|9 von 10 Käufern wieder kaufen.")]
    // A sentence begins on its own line where it can.
    [InlineData("Ein Akku mit 500 Wh. Das ist Nordlys.", 150, "Ein Akku mit 500 Wh.|Das ist Nordlys.")]
    // Not within quotation marks.
    [InlineData("eLume is made of “second life” steel. A battery of 500 Wh.", 260, "eLume is made of “second life” steel.|A battery of 500 Wh.")]
    // Japanese: not within a compound verb, nor within a foreign name.
    [InlineData("Nordlysは工具なしで組み立てられるグローブです。", 220, "Nordlysは工具なしで|組み立てられるグローブです。")]
    [InlineData("NordlysはAtelier d’Annaのグローブです。", 190, "NordlysはAtelier d’Annaの|グローブです。")]
    public void And_no_line_is_wider_than_its_place(string text, double width, string lines)
    {
        var fitted = TextFitter.Fit(Typeface.Inter, text, width, 200, [14.5], Weight.Regular, 4)!;
        Assert.Equal(lines, string.Join('|', fitted.Lines));
        Assert.All(fitted.Lines, line => Assert.True(FontMetrics.Measure(line, 14.5, Weight.Regular) <= width));
    }
}
