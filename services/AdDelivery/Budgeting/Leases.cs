using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Writing;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>Holds a decision's price; goes to the ledger only when the line's lease is used up.</summary>
internal sealed class Leases(BudgetBook book, DeliveryWriter writer, IOptions<AdDeliveryOptions> options, TimeProvider clock)
{
    /// <summary>A line that the ledger refused is not asked for again so long: money may come back when decisions expire.</summary>
    private static readonly TimeSpan Dry = TimeSpan.FromSeconds(1);

    /// <summary>Null when the line or its campaign has no money left at this moment.</summary>
    public async ValueTask<Reservation?> ReserveAsync(LiveLine line, Guid decisionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = book.Of(line.Plan.LineId, line.Campaign.Document.CampaignId);
        var until = now + options.Value.ReservationLifetime;
        if (book.TryReserve(account, decisionId, line.PriceMicros, until, now) is { } reservation) return reservation;
        await account.Renewal.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have renewed it meanwhile.
            if (book.TryReserve(account, decisionId, line.PriceMicros, until, now) is { } renewed) return renewed;
            if (!account.MayHaveMoney(now)) return null;
            var write = new LeaseWrite(line.Plan.LineId, account.CampaignId, line.Campaign.Document.PublisherId, line.PriceMicros, clock.GetUtcNow(), options.Value);
            await writer.CommitAsync(write, cancellationToken);
            if (write.Granted is not { } lease)
            {
                account.RanDry(now + Dry);
                return null;
            }
            account.Granted(lease);
            return book.TryReserve(account, decisionId, line.PriceMicros, until, now);
        }
        finally
        {
            account.Renewal.Release();
        }
    }
}
