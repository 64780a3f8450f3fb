namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>When an event happened, by our clock: a client's clock may be wrong, but its two readings are wrong alike.</summary>
internal static class CorrectingClock
{
    /// <param name="happened">By the client's clock; null when it did not say: then it happened when it came in.</param>
    /// <param name="sent">By the client's clock, when it sent the request.</param>
    /// <param name="tolerance">A smaller difference may as well be the network and is not corrected.</param>
    /// <returns>Never later than <paramref name="received"/>: nothing comes in before it happens.</returns>
    public static DateTimeOffset Correct(DateTimeOffset? happened, DateTimeOffset? sent, DateTimeOffset received, TimeSpan tolerance)
    {
        if (happened is not { } at) return received;
        if (sent is { } s && (received - s).Duration() > tolerance) at += received - s;
        return at < received ? at : received;
    }
}
