using System.Security.Cryptography;
using System.Text;
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

    /// <summary>IPTC NewsCodes, Digital Source Type: generative AI, or an algorithm that was not trained.</summary>
    public static string SourceType(string writer) => Vocabulary + (writer == Model ? "trainedAlgorithmicMedia" : "algorithmicMedia");

    public static Disclosed Disclosed(string writer, Advertiser advertiser) => new(advertiser.Name, advertiser.Payer ?? advertiser.Name, SourceType(writer));

    /// <summary>The picture with its mark, and the name that goes with it.</summary>
    public static Artwork Mark(Artwork art, string writer)
    {
        const string after = "</title>\n";
        var at = art.Svg.IndexOf(after, StringComparison.Ordinal) + after.Length;
        var svg = art.Svg.Insert(at,
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
            + $"Iptc4xmpExt:DigitalSourceType=\"{SourceType(writer)}\"/></rdf:RDF></metadata>\n");
        return art with { Svg = svg, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg))) };
    }
}
