using System.Text;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>
/// How a file says that it was made: the IPTC digital source type, as XMP has it (Iptc4xmpExt:DigitalSourceType) and as the actions of a C2PA manifest have it. Both write the address in plain bytes,
/// so it is found without reading either format; a signature is not checked, because whoever marks a picture as made by AI gains nothing by it.
/// </summary>
internal static class SourceMark
{
    private const int LongestName = 60;

    /// <summary>IPTC NewsCodes (2024) of what a trained model made, all of it or some; the strongest first.</summary>
    private static readonly string[] Trained = ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"];

    /// <returns>The address of the term; of several the one that says most about AI; null for a file that says nothing.</returns>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        List<string> names = [];
        var address = "digitalsourcetype/"u8;
        for (var at = file.IndexOf(address); at >= 0;)
        {
            file = file[(at + address.Length)..];
            var length = 0;
            while (length < file.Length && length < LongestName && char.IsAsciiLetter((char)file[length])) length++;
            if (length > 0) names.Add(Encoding.ASCII.GetString(file[..length]));
            at = file.IndexOf(address);
        }
        return names.Count == 0 ? null : Vocabulary + (Trained.FirstOrDefault(names.Contains) ?? names[0]);
    }

    public const string Vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>Whether a trained model made it, or part of it.</summary>
    public static bool ByModel(string? type) => type is not null && Trained.Contains(type[(type.LastIndexOf('/') + 1)..]);
}
