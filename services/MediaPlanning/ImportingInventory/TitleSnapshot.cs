using System.Runtime.CompilerServices;
using AdPlatform.Contracts;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.MediaPlanning.Inventory;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <summary>The whole catalogue, for a service that was not there when it was imported.</summary>
internal static class TitleSnapshot
{
    public static async IAsyncEnumerable<IAccountMessage> ReadAsync(PlanningDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var publishers = await db.Titles.AsNoTracking().Select(title => title.PublisherId).Distinct().ToListAsync(cancellationToken);
        foreach (var publisherId in publishers)
        {
            var titles = await db.Titles.AsNoTracking().Where(title => title.PublisherId == publisherId).OrderBy(title => title.TitleId).ToListAsync(cancellationToken);
            foreach (var message in TitleMessages.Of(publisherId, titles)) yield return message;
        }
    }
}

internal static class TitleMessages
{
    /// <summary>Titles in one message: about 200 bytes each, so well below 1 MiB.</summary>
    private const int TitlesPerMessage = 2000;

    public static IEnumerable<TitleCatalogued> Of(string publisherId, IReadOnlyList<Title> titles) => titles.Chunk(TitlesPerMessage).Select(chunk => new TitleCatalogued
    {
        AccountId = publisherId,
        Titles = [.. chunk.Select(t => new CataloguedTitle(t.TitleId, t.Name, Title.List(t.Genres), Title.List(t.Categories)))],
    });
}
