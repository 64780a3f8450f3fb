using System.Text;

namespace AdPlatform.Standalone.Sample;

/// <summary>The sample data that ships with the program. All of it was written or generated for this project: no title, brand or viewer in it exists.</summary>
internal static class SampleFile
{
    public const string Inventory = "inventory.csv";
    public const string Brief = "brief.json";
    public const string Segments = "segments.json";

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(SampleFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The sample {name} is not in the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
