using AdPlatform.AdDelivery.Pacing;

namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>One line's money as this process knows it. Safe for concurrent use.</summary>
internal sealed class LineAccount(Guid lineId, Guid campaignId, long billedMicros)
{
    private readonly Lock _gate = new();
    private readonly List<Lease> _leases = [];
    private long _billed = billedMicros;
    private long _reserved;
    private long _dryUntil;

    public Guid LineId { get; } = lineId;
    public Guid CampaignId { get; } = campaignId;

    /// <summary>What its requests promised lately.</summary>
    public ValueRanking Values { get; } = new();

    /// <summary>Leases are granted one at a time.</summary>
    public SemaphoreSlim Renewal { get; } = new(1, 1);

    /// <summary>Billed and reserved, micros: what pacing counts as spent. Read without the lock, so one charge that moves at this moment may be missing; money itself is never decided by it.</summary>
    public long SpentMicros => Volatile.Read(ref _billed) + Volatile.Read(ref _reserved);

    /// <summary>False after a lease was refused, for a moment: asking again at every request would cost a transaction each.</summary>
    public bool MayHaveMoney(DateTimeOffset now) => now.UtcTicks >= Volatile.Read(ref _dryUntil);

    public void RanDry(DateTimeOffset until) => Volatile.Write(ref _dryUntil, until.UtcTicks);

    public Reservation? TryReserve(long priceMicros, DateTimeOffset until, DateTimeOffset now)
    {
        lock (_gate)
        {
            Lease? lease = null;
            foreach (var candidate in _leases)
            {
                if (candidate.FreeMicros < priceMicros || candidate.UsableUntil <= now) continue;
                lease = candidate;
                break;
            }
            if (lease is null) return null;
            lease.FreeMicros -= priceMicros;
            lease.Open++;
            _reserved += priceMicros;
            return new(this, lease, priceMicros, until);
        }
    }

    public void Granted(Lease lease)
    {
        lock (_gate)
        {
            _leases.Add(lease);
            Volatile.Write(ref _dryUntil, 0);
        }
    }

    /// <summary>Takes over what the ledger says. A charge that is being committed at this moment may be missing or twice in it until the next time.</summary>
    public void Billed(long billedMicros)
    {
        lock (_gate) _billed = billedMicros;
    }

    /// <summary>The impression came in time and the ledger has charged it.</summary>
    public void Charged(Reservation reservation)
    {
        lock (_gate)
        {
            reservation.Lease.Open--;
            reservation.Lease.ChargedMicros += reservation.PriceMicros;
            _reserved -= reservation.PriceMicros;
            _billed += reservation.PriceMicros;
        }
    }

    /// <summary>A charge for a decision of before the last start.</summary>
    public void ChargedUnknown(long priceMicros)
    {
        lock (_gate) _billed += priceMicros;
    }

    /// <summary>Nothing came of the decision: its price is free again.</summary>
    public void Released(Reservation reservation)
    {
        lock (_gate)
        {
            reservation.Lease.Open--;
            reservation.Lease.FreeMicros += reservation.PriceMicros;
            _reserved -= reservation.PriceMicros;
        }
    }

    /// <summary>Takes out the leases that no decision draws on any more; their rest goes back to the ledger.</summary>
    public IReadOnlyList<Lease> TakeFinished(DateTimeOffset now)
    {
        lock (_gate)
        {
            var finished = _leases.FindAll(l => l.Open == 0 && (l.UsableUntil <= now || l.FreeMicros == 0));
            _leases.RemoveAll(finished.Contains);
            return finished;
        }
    }
}
