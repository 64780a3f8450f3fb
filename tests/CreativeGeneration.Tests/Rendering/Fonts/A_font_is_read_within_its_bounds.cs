using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.Tests.Library;

namespace AdPlatform.CreativeGeneration.Tests.Rendering.Fonts;

public sealed class A_font_is_read_within_its_bounds(SharedShelf shared) : IClassFixture<SharedShelf>
{
    [Fact]
    public void What_it_says_of_itself()
    {
        var (regular, bold, inter) = (BrandFonts.Face(BrandFonts.Regular).Font, BrandFonts.Face(BrandFonts.Bold).Font, BrandFonts.Face(BrandFonts.Inter("SemiBold")).Font);
        Assert.Equal(("DejaVu Sans", 400, false, 5, true), (regular.Family, regular.Weight, regular.Italic, regular.Width, regular.MayBeSubset));
        Assert.Equal(("DejaVu Sans", 700), (bold.Family, bold.Weight));
        Assert.Equal(("Inter", 600), (inter.Family, inter.Weight));
        Assert.InRange(regular.CapHeight, 0.72, 0.74);
        Assert.Equal((0, 0), (regular.Glyph(0x3042), regular.Glyph(0x4E2D)));
        Assert.NotEqual(0, regular.Glyph('é'));
    }

    /// <summary>The one reader also made the shipped table of Inter; <c>ADPLATFORM_MEASURE_FONTS</c> names a file to write it to.</summary>
    [Fact]
    public void The_shipped_widths_are_those_of_Inter()
    {
        int[] ranges = [0x20, 0x7E, 0xA0, 0x17F, 0x218, 0x21B, 0x37E, 0x37E, 0x384, 0x3CE, 0x400, 0x45F, 0x490, 0x491, 0x1E80, 0x1E85, 0x1EF2, 0x1EF3, 0x2010, 0x2026, 0x202F, 0x2030, 0x2039, 0x203A, 0x20A0, 0x20BF, 0x2116, 0x2116, 0x2122, 0x2122, 0x2190, 0x2193, 0x2212, 0x2212];
        var fonts = new[] { "Regular", "SemiBold", "Bold", "ExtraBold" }.Select(cut => BrandFonts.Face(BrandFonts.Inter(cut)).Font).ToList();
        var table = new StringBuilder("# Inter, SIL Open Font License 1.1, https://rsms.me/inter; advance widths in 1/1000 em\n# code point,regular,semibold,bold,extrabold\n");
        foreach (var c in ranges.Chunk(2).SelectMany(r => Enumerable.Range(r[0], r[1] - r[0] + 1)).Where(c => fonts.All(f => f.Glyph(c) != 0)))
            table.Append(CultureInfo.InvariantCulture, $"{c:X4},{string.Join(',', fonts.Select(f => Math.Round(1000 * f.Advance(c))))}\n");
        if (Environment.GetEnvironmentVariable("ADPLATFORM_MEASURE_FONTS") is { } file) File.WriteAllText(file, table.ToString());
        using var shipped = new StreamReader(typeof(FontMetrics).Assembly.GetManifestResourceStream("AdPlatform.CreativeGeneration.Rendering.Fonts.inter.csv")!);
        Assert.Equal(shipped.ReadToEnd(), table.ToString());
    }

    public static TheoryData<string, string, int, int> Patches => new()
    {
        // What is wrong, the table, where, the 16 bits there.
        { "may not be embedded", "OS/2", 8, 0x0002 },
        { "may not be embedded", "OS/2", 8, 0x0200 },
        { "units per em", "head", 18, 0 },
        { "hmtx", "hhea", 34, 0 },
        { "hmtx", "maxp", 4, 0xFFFF },
        { "heights", "hhea", 4, 0x8000 },
        { "cmap", "cmap", 2, 0 },
        { "no width", "hmtx", 4 * 36, 0 },
        { "family", "name", 2, 0 },
    };

    [Theory, MemberData(nameof(Patches))]
    public async Task One_that_cannot_be_drawn_is_refused_at_the_door_with_the_reason(string reason, string table, int at, int value)
    {
        var file = BrandFonts.Regular;
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Start(file, table) + at), (ushort)value);
        using var response = await Shelf.UploadAsync(shared.Shelf.Owner, file, "font/ttf", "font");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, (await Shelf.ReadAsync(response)).GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_font_is_kept_and_says_that_it_is_not_drawn()
    {
        var asset = await shared.Shelf.KeepAsync(BrandFonts.Face(BrandFonts.Regular).Embed("Tea", exact: true).Content, "font", type: "font/woff2");
        Assert.Contains("TTF and OTF", asset.GetProperty("unusable").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever stands in it, reading, measuring and embedding end, and throw nothing.</summary>
    [Fact]
    public void Broken_at_any_place_it_is_refused_or_drawn()
    {
        var random = new Random(14);
        var (read, refused) = (0, 0);
        foreach (var whole in new[] { BrandFonts.Regular, BrandFonts.Inter("Regular") })
            for (var i = 0; i < 400; i++)
            {
                var file = i % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
                // Mostly where tables begin: that is where sizes and offsets are.
                for (var n = 0; n < 6 && file.Length > 400; n++)
                    file[n % 2 == 0 ? random.Next(12, 300) : Math.Min(file.Length - 1, Start(whole, new[] { "cmap", "head", "hhea", "hmtx", "maxp", "OS/2", "name" }[random.Next(7)]) + random.Next(60))] = (byte)random.Next(256);
                var (font, fault) = OpenTypeFont.Read(file);
                Assert.True(font is null != fault is null);
                if (font is null) { refused++; continue; }
                read++;
                var face = new BrandFace(file, font, new("F", font.Weight, new string('0', 64), "ast_1", "F", "S", null));
                Assert.True(double.IsFinite(Typeface.Of([face]).Measure("Élan 42 % – Tea", 20, Weight.Bold)));
                if (i % 40 == 1) Assert.NotEmpty(face.Embed("Élan", exact: true).Content);
            }
        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused");
        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }

    private static int Start(byte[] file, string table)
    {
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4)); i++)
            if (Encoding.ASCII.GetString(file, 12 + 16 * i, 4) == table) return BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(12 + 16 * i + 8));
        throw new InvalidOperationException(table);
    }
}
