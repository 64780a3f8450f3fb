namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>Titles of a publisher's inventory with genres: others keep a copy. A later message replaces a title.</summary>
public sealed record TitleCatalogued : IAccountMessage
{
    public required string AccountId { get; init; }
    public required IReadOnlyList<CataloguedTitle> Titles { get; init; }
}

/// <param name="Genres">Lower case, e.g. thriller.</param>
/// <param name="Categories">IAB Content 3.1 ids.</param>
public sealed record CataloguedTitle(string TitleId, string Name, IReadOnlyList<string> Genres, IReadOnlyList<string> Categories);
