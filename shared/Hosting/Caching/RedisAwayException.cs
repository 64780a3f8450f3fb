namespace AdPlatform.Hosting.Caching;

/// <summary>Redis could not be asked: not connected, breaker open, too many calls in flight, or the server said that it cannot serve now. A time-out is a <see cref="TimeoutException"/>.</summary>
public sealed class RedisAwayException(string message, Exception? inner = null) : IOException(message, inner);
