using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Rendering;

namespace AdPlatform.CreativeGeneration.MarketRules;

/// <summary>Says in a form that machines read how a creative came to be: XMP in the file, the same value with the texts. AI Act, Art. 50(2).</summary>
internal static class Marking
{
    /// <summary>The writer whose words are a language model's.</summary>
    public const string Model = "model";

    private const string Vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>
    /// IPTC NewsCodes, Digital Source Type, of words and pictures together. A model's words or picture make all of it generative AI, or a composite with such elements where something of the advertiser's library is
    /// in it too; without a model it is an algorithm's that was not trained, or a composite. A file of the library counts as what its own mark says; without one, as what a person made.
    /// </summary>
    public static string SourceType(string writer, IEnumerable<PictureOrigin> pictures)
    {
        var shown = pictures.ToList();
        return Vocabulary + (writer == Model || shown.Any(p => p.ByModel), shown.Any(p => !p.ByModel)) switch
        {
            (true, true) => "compositeSynthetic",
            (true, false) => "trainedAlgorithmicMedia",
            (false, true) => "composite",
            (false, false) => "algorithmicMedia",
        };
    }

    public static Disclosed Disclosed(string writer, IEnumerable<PictureOrigin> pictures, CampaignBrief brief) =>
        new(brief.Advertiser.Name, brief.Political?.Sponsor ?? brief.Advertiser.Payer ?? brief.Advertiser.Name, SourceType(writer, pictures));

    /// <summary>The drawing with its mark.</summary>
    public static string Mark(string svg, string sourceType)
    {
        const string after = "</title>\n";
        return svg.Insert(svg.IndexOf(after, StringComparison.Ordinal) + after.Length, Metadata(sourceType) + "\n");
    }

    /// <summary>XMP as an element of a drawing.</summary>
    public static string Metadata(string sourceType) => $"<metadata>{Xmp(sourceType)}</metadata>";

    /// <summary>XMP as a box at the end of an MP4 (XMP specification part 3, 1.2.7.1).</summary>
    public static byte[] Box(string sourceType)
    {
        var xmp = System.Text.Encoding.UTF8.GetBytes($"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">{Xmp(sourceType)}</x:xmpmeta>");
        var size = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(size, 24 + xmp.Length);
        return [.. size, .. "uuid"u8, .. Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC"), .. xmp];
    }

    private static string Xmp(string sourceType) =>
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
        + $"Iptc4xmpExt:DigitalSourceType=\"{sourceType}\"/></rdf:RDF>";
}
