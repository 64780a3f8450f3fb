using System.Collections.Concurrent;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>Genres of the publishers' titles, for requests that name only the title.</summary>
internal sealed class TitleCatalogue
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> _byPublisher = new(StringComparer.Ordinal);

    public IReadOnlyList<string> GenresOf(string publisherId, string? titleId) =>
        titleId is not null && _byPublisher.TryGetValue(publisherId, out var titles) && titles.TryGetValue(titleId, out var genres) ? genres : [];

    public void Install(string publisherId, IReadOnlyDictionary<string, IReadOnlyList<string>> genresByTitle) => _byPublisher[publisherId] = genresByTitle;
}
