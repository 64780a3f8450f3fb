using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>The accounts of all lines, and what answered decisions hold of them until their impression comes or their time is up.</summary>
internal sealed class BudgetBook
{
    /// <summary>An id is put into its slice within this time of its own, however slow the machine.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, LineAccount> _accounts = new();
    private readonly ConcurrentDictionary<long, Slice> _open = new();

    public ICollection<LineAccount> Accounts => _accounts.Values;

    public LineAccount Of(Guid lineId, Guid campaignId) =>
        _accounts.TryGetValue(lineId, out var known) ? known : _accounts.GetOrAdd(lineId, static (id, campaign) => new(id, campaign, 0), campaignId);

    public void Restore(Guid lineId, Guid campaignId, long billedMicros) => _accounts[lineId] = new(lineId, campaignId, billedMicros);

    /// <param name="decisionId">Of version 7 (RFC 9562): it says when.</param>
    public Reservation? TryReserve(LineAccount account, Guid decisionId, long priceMicros, DateTimeOffset until, DateTimeOffset now)
    {
        if (account.TryReserve(priceMicros, until, now) is not { } reservation) return null;
        var number = Slice.Of(decisionId);
        (_open.TryGetValue(number, out var slice) ? slice : _open.GetOrAdd(number, static (_, until) => new(until), until)).Hold(decisionId, reservation);
        return reservation;
    }

    /// <summary>The ledger has charged the impression of this decision.</summary>
    public void Charged(Guid decisionId, Guid lineId, Guid campaignId, long priceMicros)
    {
        if (Take(decisionId) is { } reservation) reservation.Account.Charged(reservation);
        else Of(lineId, campaignId).ChargedUnknown(priceMicros);
    }

    public void Release(Guid decisionId)
    {
        if (Take(decisionId) is { } reservation) reservation.Account.Released(reservation);
    }

    /// <param name="before">Somewhat in the past, so that an impression that came at the last moment has been charged by now.</param>
    public void ReleaseExpired(DateTimeOffset before)
    {
        var empty = Slice.At(before - Settled);
        foreach (var (number, slice) in _open)
        {
            if (slice.Until >= before && (number >= empty || !slice.Open.IsEmpty)) continue;
            foreach (var decisionId in slice.Open.Keys) Release(decisionId);
            _open.TryRemove(number, out _);
        }
    }

    private Reservation? Take(Guid decisionId) => _open.TryGetValue(Slice.Of(decisionId), out var slice) && slice.Open.TryRemove(decisionId, out var reservation) ? reservation : null;

    /// <summary>
    /// What decisions of four seconds hold. They expire together: one table of a whole hour would be copied whenever it grows, with everybody waiting, and each of its parts would be
    /// looked at by every collection of memory.
    /// </summary>
    private sealed class Slice(DateTimeOffset until)
    {
        private const int MillisecondBits = 12;

        private long _until = until.UtcTicks;

        public ConcurrentDictionary<Guid, Reservation> Open { get; } = new();

        /// <summary>Nothing in it is held longer.</summary>
        public DateTimeOffset Until => new(Volatile.Read(ref _until), TimeSpan.Zero);

        public static long Of(Guid decisionId)
        {
            Span<byte> id = stackalloc byte[16];
            decisionId.TryWriteBytes(id, bigEndian: true, out _);
            return (long)(BinaryPrimitives.ReadUInt64BigEndian(id) >> 16) >> MillisecondBits;
        }

        public static long At(DateTimeOffset time) => time.ToUnixTimeMilliseconds() >> MillisecondBits;

        public void Hold(Guid decisionId, Reservation reservation)
        {
            var until = reservation.Until.UtcTicks;
            for (var known = Volatile.Read(ref _until); known < until; known = Volatile.Read(ref _until))
                if (Interlocked.CompareExchange(ref _until, until, known) == known) break;
            Open[decisionId] = reservation;
        }
    }
}
