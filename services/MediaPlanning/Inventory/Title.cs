namespace AdPlatform.MediaPlanning.Inventory;

internal sealed record Title
{
    public required string PublisherId { get; init; }

    /// <summary><c>tt-velvet-harbour</c>.</summary>
    public required string TitleId { get; init; }

    public required string Name { get; init; }

    /// <summary>Lower case, separated by a vertical bar; empty when unknown.</summary>
    public required string Genres { get; init; }

    /// <summary>IAB Content 3.1 ids, separated by a vertical bar.</summary>
    public required string Categories { get; init; }

    /// <summary>What it is about, for search; empty when unknown.</summary>
    public string Description { get; init; } = "";

    public static IReadOnlyList<string> List(string joined) => joined.Length == 0 ? [] : joined.Split('|');
}
