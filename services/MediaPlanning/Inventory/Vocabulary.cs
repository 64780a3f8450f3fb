namespace AdPlatform.MediaPlanning.Inventory;

/// <summary>The words that inventory may use, so that a line matches what delivery and profiling call the same.</summary>
internal static class Vocabulary
{
    public static readonly IReadOnlyList<string> Dayparts = ["night", "morning", "afternoon", "evening"];
    public static readonly IReadOnlyList<string> Devices = ["tv", "mobile", "tablet", "desktop", "console"];
}
