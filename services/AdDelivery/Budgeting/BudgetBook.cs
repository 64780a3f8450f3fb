using System.Collections.Concurrent;

namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>The accounts of all lines, and what answered decisions hold of them until their impression comes or their time is up.</summary>
internal sealed class BudgetBook
{
    private readonly ConcurrentDictionary<Guid, LineAccount> _accounts = new();
    private readonly ConcurrentDictionary<Guid, Reservation> _open = new();

    // Reservations live equally long, so the order of taking is the order of expiry.
    private readonly ConcurrentQueue<Reservation> _byExpiry = new();

    public ICollection<LineAccount> Accounts => _accounts.Values;

    public LineAccount Of(Guid lineId, Guid campaignId) =>
        _accounts.TryGetValue(lineId, out var known) ? known : _accounts.GetOrAdd(lineId, static (id, campaign) => new(id, campaign, 0), campaignId);

    public void Restore(Guid lineId, Guid campaignId, long billedMicros) => _accounts[lineId] = new(lineId, campaignId, billedMicros);

    public Reservation? TryReserve(LineAccount account, Guid decisionId, long priceMicros, DateTimeOffset until, DateTimeOffset now)
    {
        if (account.TryReserve(decisionId, priceMicros, until, now) is not { } reservation) return null;
        _open[decisionId] = reservation;
        _byExpiry.Enqueue(reservation);
        return reservation;
    }

    /// <summary>The ledger has charged the impression of this decision.</summary>
    public void Charged(Guid decisionId, Guid lineId, Guid campaignId, long priceMicros)
    {
        if (_open.TryRemove(decisionId, out var reservation)) reservation.Account.Charged(reservation);
        else Of(lineId, campaignId).ChargedUnknown(priceMicros);
    }

    public void Release(Guid decisionId)
    {
        if (_open.TryRemove(decisionId, out var reservation)) reservation.Account.Released(reservation);
    }

    /// <param name="before">Somewhat in the past, so that an impression that came at the last moment has been charged by now.</param>
    public void ReleaseExpired(DateTimeOffset before)
    {
        while (_byExpiry.TryPeek(out var next) && next.Until < before)
        {
            if (!_byExpiry.TryDequeue(out var expired)) return;
            Release(expired.DecisionId);
        }
    }
}
