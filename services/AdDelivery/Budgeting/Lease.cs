namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>Money that this process may give to decisions without asking anyone. Lives in the row of the same id; guarded by its account.</summary>
internal sealed class Lease(long leaseId, long grantedMicros, DateTimeOffset usableUntil)
{
    public long LeaseId { get; } = leaseId;
    public long GrantedMicros { get; } = grantedMicros;

    /// <summary>No new decision draws on it from then on.</summary>
    public DateTimeOffset UsableUntil { get; } = usableUntil;

    public long FreeMicros { get; set; } = grantedMicros;

    /// <summary>Decisions that were answered and neither shown nor expired.</summary>
    public int Open { get; set; }

    public long ChargedMicros { get; set; }
}

/// <summary>What one decision holds of a lease.</summary>
/// <param name="Until">An impression after that is not billed.</param>
internal sealed record Reservation(LineAccount Account, Lease Lease, long PriceMicros, DateTimeOffset Until);
