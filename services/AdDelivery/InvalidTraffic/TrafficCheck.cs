using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.InvalidTraffic;

internal enum Suspicion { Declared, DataCentre, Rate }

/// <summary>
/// General invalid traffic by what it shows of itself (MRC Invalid Traffic guidelines 2020, "known-crawler", "data-centre", "activity-based" filtration): robots that say so,
/// addresses of data centres, and viewers that ask more often than anybody can watch. Answered with nothing of value, and counted apart.
/// </summary>
internal sealed class TrafficCheck(IOptions<AdDeliveryOptions> options, TimeProvider clock)
{
    private const int MaxViewers = 200_000;

    /// <summary>In user agents, lower case. The licensed IAB list can be added by options.</summary>
    private static readonly string[] Robots =
        ["bot/", "bot;", "bot)", "googlebot", "bingbot", "crawler", "spider", "headlesschrome", "phantomjs", "python-requests", "curl/", "wget/", "scrapy", "httpclient/", "go-http-client", "selenium", "slurp", "facebookexternalhit"];

    private readonly IPNetwork[] _dataCentres = [.. options.Value.DataCentres.Select(IPNetwork.Parse)];
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>The dictionary's own Count takes all of its locks.</summary>
    private int _viewers;

    public Suspicion? SuspicionOf(string? userAgent, string? address)
    {
        if (IsRobot(userAgent)) return Suspicion.Declared;
        return IPAddress.TryParse(address, out var ip) && Array.Exists(_dataCentres, network => network.Contains(ip)) ? Suspicion.DataCentre : null;
    }

    /// <summary>Counts one more question of this viewer in this minute.</summary>
    public bool AsksTooOften(string viewerHash)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (!_asked.TryGetValue(viewerHash, out var asked))
        {
            // A memory that is full starts again: a limit lost for a minute is better than one that grows.
            if (Interlocked.Increment(ref _viewers) > MaxViewers)
            {
                _asked.Clear();
                Volatile.Write(ref _viewers, 0);
            }
            asked = _asked.GetOrAdd(viewerHash, static _ => new Asked());
        }
        return asked.Count(minute) > options.Value.MaxRequestsPerMinute;
    }

    /// <summary>Minute and count in one number: no lock, and nothing allocated for a viewer that is known.</summary>
    private sealed class Asked
    {
        private const int Bits = 24;
        private long _state;

        public long Count(long minute)
        {
            while (true)
            {
                var seen = Interlocked.Read(ref _state);
                var next = seen >> Bits == minute ? seen + 1 : (minute << Bits) + 1;
                if (Interlocked.CompareExchange(ref _state, next, seen) == seen) return next & ((1 << Bits) - 1);
            }
        }
    }

    private bool IsRobot(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent)) return false;
        foreach (var robot in Robots)
            if (userAgent.Contains(robot, StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var robot in options.Value.Robots)
            if (userAgent.Contains(robot, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
