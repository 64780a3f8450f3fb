namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>The brand's colours, made readable: every text colour has at least 4.5:1 on whatever lies under it (WCAG 2.2, 1.4.3).</summary>
/// <param name="Tints">What the backdrop may use under text.</param>
/// <param name="Notes">What had to give way, for lineage.</param>
internal sealed record Palette(
    Colour Background, Colour Shade, IReadOnlyList<Colour> Tints, Colour Accent, Colour Ink, Colour SoftInk, Colour Button, Colour ButtonInk, IReadOnlyList<string> Notes)
{
    public const double TextContrast = 4.5;

    /// <summary>WCAG 2.2, 1.4.11: a button against what surrounds it.</summary>
    public const double ShapeContrast = 3;

    /// <summary>A brand without colours: deep green-blue and amber, chosen for contrast.</summary>
    private static readonly string[] Unbranded = ["#12343B", "#F2B134"];

    public static Palette From(IReadOnlyList<string> colours)
    {
        List<string> notes = [];
        if (colours.Count == 0) notes.Add("the brief has no colours: neutral ones are used");
        var background = Colour.Parse(colours.Count > 0 ? colours[0] : Unbranded[0]);
        var accent = colours.Count > 1 ? Colour.Parse(colours[1]) : colours.Count == 0 ? Colour.Parse(Unbranded[1]) : background.Mix(background.Luminance > 0.4 ? Colour.Black : Colour.White, 0.7);
        var ink = InkOn(background, accent);
        // Everything under text leans away from the ink, so that the backdrop can only help the contrast or cost it a little.
        var away = ink.Luminance > background.Luminance ? Colour.Black : Colour.White;
        var shade = background.Mix(away, 0.16);
        // Lighter bands of the same hue look clean; on an almost white ground only the accent can be seen.
        var towards = background.Luminance > 0.85 ? accent : Colour.White;
        var tints = new[] { 0.035, 0.06, 0.09 }.Select(share => background.Mix(towards, share)).Where(t => t.Contrast(ink) >= TextContrast).ToList();
        if (tints.Count < 3) notes.Add($"{background} leaves little room for contrast: fewer tints under text");
        if (tints.Count == 0) tints = [background];
        List<Colour> grounds = [background, shade, .. tints];
        var soft = ink.Mix(background, 0.18);
        if (grounds.Any(g => g.Contrast(soft) < TextContrast)) soft = ink;

        var button = accent;
        if (grounds.Any(g => g.Contrast(accent) < ShapeContrast))
        {
            notes.Add($"accent {accent} on {background} is below {ShapeContrast}:1: the button is drawn in {ink}");
            button = ink;
        }
        var buttonInk = background.Contrast(button) >= 7 ? background : InkOn(button, background);
        return new(background, shade, tints, accent, ink, soft, button, buttonInk, notes);
    }

    /// <summary>From quiet (0) to the accent itself (1). Two hues that would meet in grey are not mixed: the accent is lightened instead.</summary>
    public Colour Art(double strength)
    {
        var middle = Background.Mix(Accent, 0.5);
        var muddy = Background.Chroma > 60 && Accent.Chroma > 60 && middle.Chroma < 0.5 * Math.Min(Background.Chroma, Accent.Chroma);
        return muddy ? Accent.Mix(Colour.White, 0.55 * (1 - strength)) : Background.Mix(Accent, strength);
    }

    /// <summary>White, a near-black of the brand, or black: whichever reads best; one of white and black always reaches 4.58.</summary>
    private static Colour InkOn(Colour ground, Colour hue)
    {
        var dark = new[] { hue.Mix(Colour.Black, 0.82), Colour.Black }.First(c => c.Contrast(ground) >= 7 || c == Colour.Black);
        return ground.Contrast(Colour.White) >= Math.Min(ground.Contrast(dark), TextContrast) ? Colour.White : dark;
    }
}
