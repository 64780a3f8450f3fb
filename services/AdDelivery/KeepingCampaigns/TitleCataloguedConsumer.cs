using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using MassTransit;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>Our copy of the publisher's catalogue. Consumed in order, so the last one said is the one that holds.</summary>
internal sealed class TitleCataloguedConsumer(DeliveryDb db) : IConsumer<TitleCatalogued>
{
    private const string Upsert = """
        INSERT INTO titles (publisher_id, title_id, name, genres, categories) VALUES (@p0, @p1, @p2, @p3, @p4)
        ON CONFLICT (publisher_id, title_id) DO UPDATE SET name = excluded.name, genres = excluded.genres, categories = excluded.categories
        """;

    public async Task Consume(ConsumeContext<TitleCatalogued> context)
    {
        var catalogued = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        await db.MarkChangedAsync($"titles:{catalogued.AccountId}", context.CancellationToken);
        foreach (var title in catalogued.Titles)
        {
            var genres = title.Genres.Select(genre => genre.ToLowerInvariant()).ToList();
            await db.ExecuteAsync(
                Upsert, context.CancellationToken, catalogued.AccountId, title.TitleId, title.Name,
                JsonSerializer.Serialize(genres, PlatformJson.Bus), JsonSerializer.Serialize(title.Categories, PlatformJson.Bus));
        }
    }
}
