using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Tests.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Tests.Rendering;

/// <summary>Chromium lays the same texts out without our measure, and says how wide they are and where their ink is.</summary>
public sealed partial class Text_is_as_wide_as_it_was_measured
{
    /// <summary>Kerning makes texts a little narrower than the sum of their advances; none may be wider than this.</summary>
    private const double Tolerance = 0.015;

    [GeneratedRegex(" textLength=\"([0-9.]+)\" lengthAdjust=\"[a-zA-Z]+\"")]
    private static partial Regex Pinned();

    [GeneratedRegex("<pre id=\"out\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Output();

    [Fact]
    public async Task In_a_real_browser()
    {
        // One browser for Inter and for a brand's own font, which is in the drawings.
        var own = Pictures.In(BrandFonts.DejaVu());
        IReadOnlyList<(string Name, CreativeDraft Draft)> pictures = [.. Pictures.All, .. own];
        Assert.True(pictures.Count >= 13 * Pictures.Locales.Length, $"only {pictures.Count} pictures");
        if (Environment.GetEnvironmentVariable("ADPLATFORM_PICTURES_FOLDER") is { } folder)
            foreach (var (name, draft) in pictures) await File.WriteAllTextAsync(Path.Combine(folder, name + ".svg"), draft.Artwork!.Whole, TestContext.Current.CancellationToken);
        var page = new StringBuilder("<!doctype html><meta charset=utf-8><body>");
        // Our width stays as data; the browser sets the text at its natural width.
        foreach (var (name, draft) in pictures)
            page.Append(CultureInfo.InvariantCulture, $"<div data-name=\"{name}\" data-x=\"{draft.Artwork!.Width}\" data-y=\"{draft.Artwork.Height}\">").Append(Pinned().Replace(draft.Artwork.Whole, " data-length=\"$1\"")).Append("</div>");
        page.Append("""
            <pre id="out"></pre><script>
            Promise.all([...document.fonts].map(f=>f.load())).then(()=>{
            const lines=[];
            for(const div of document.querySelectorAll('div')) for(const t of div.querySelectorAll('text')){
              const b=t.getBBox(); const c=document.createElement('canvas').getContext('2d'); const s=getComputedStyle(t);
              c.font=`${s.fontWeight} ${s.fontSize} ${s.fontFamily}`; const m=c.measureText(t.textContent); const y=+t.getAttribute('y');
              lines.push([div.dataset.name,t.dataset.role,t.dataset.length,t.getComputedTextLength(),y-m.actualBoundingBoxAscent,y+m.actualBoundingBoxDescent,div.dataset.y,t.textContent,s.fontFamily.split(',')[0]].join('\t'));
            }
            document.getElementById('out').textContent=lines.join('\n');
            });
            </script>
            """);
        var dump = await Chromium.DumpAsync(page.ToString(), TestContext.Current.CancellationToken);
        var lines = WebUtility.HtmlDecode(Output().Match(dump).Groups[1].Value).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.True(lines.Count > 4 * pictures.Count, $"only {lines.Count} texts came back");
        List<string> faults = [];
        Assert.All(own, p => Assert.True(lines.Any(l => l[0] == p.Name && l[8].StartsWith("brand-", StringComparison.Ordinal)) == p.Draft.Fonts.Count > 0, p.Name));
        foreach (var line in lines.Where(l => l[8].StartsWith("brand-", StringComparison.Ordinal)))
            // Nothing kerns it, so it is as wide as its advances to a hair, or the browser did not take the font.
            if (Math.Abs(double.Parse(line[3], CultureInfo.InvariantCulture) - double.Parse(line[2], CultureInfo.InvariantCulture)) > 0.01 * double.Parse(line[2], CultureInfo.InvariantCulture) + 0.6) faults.Add($"{line[0]} {line[1]} \"{line[7]}\": {line[3]} wide in the brand's font, measured {line[2]}");
        Assert.True(own.Count(p => p.Draft.Fonts.Count > 0 && p.Draft.Locale != "ja") >= 30, $"{own.Count(p => p.Draft.Fonts.Count > 0)} of {own.Count} in the brand's font");
        foreach (var line in lines)
        {
            double N(int at) => double.Parse(line[at], CultureInfo.InvariantCulture);
            var (ours, theirs, top, bottom, height) = (N(2), N(3), N(4), N(5), N(6));
            if (theirs > ours * (1 + Tolerance) + 0.6) faults.Add($"{line[0]} {line[1]} \"{line[7]}\": {theirs:0.0} wide, measured {ours:0.0}");
            if (theirs < ours * 0.9 - 1) faults.Add($"{line[0]} {line[1]} \"{line[7]}\": {theirs:0.0} wide, measured {ours:0.0}: squeezed");
            if (top < 0 || bottom > height) faults.Add($"{line[0]} {line[1]} \"{line[7]}\": ink from {top:0.0} to {bottom:0.0} of {height}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count} texts of {pictures.Count} pictures; widest over measure {lines.Max(l => double.Parse(l[3], CultureInfo.InvariantCulture) / double.Parse(l[2], CultureInfo.InvariantCulture)):0.0000}");
        Assert.True(faults.Count == 0, $"{faults.Count} of {lines.Count}:\n{string.Join('\n', faults.Take(30))}");
    }

    [Fact]
    public void Every_rendered_format_has_a_picture_in_every_language()
    {
        foreach (var format in FormatCatalogue.All.Where(f => f.Canvas is not null))
            foreach (var locale in Pictures.Locales) Assert.Contains(Pictures.All, p => p.Draft.Format == format.Id && p.Draft.Locale == locale);
    }
}
