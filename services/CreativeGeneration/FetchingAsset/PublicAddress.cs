using System.Net;
using System.Net.Sockets;

namespace AdPlatform.CreativeGeneration.FetchingAsset;

/// <summary>
/// Whether an address is one of the public internet. Everything that the IANA special-purpose registries (RFC 6890 and later) do not call globally reachable is not, nor is what only leads to an IPv4
/// address in disguise: there the IPv4 address is asked.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Clouds answer for their machines' metadata here too: Alibaba, Azure's wire server, Oracle.
            "100.100.100.200/32", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>RFC 4291: what is allocated for global unicast; all other space is loopback, private, link-local, multicast or not given out.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocol assignments with Teredo and ORCHID, documentation (RFC 3849, 9637), 6to4.</summary>
    private static readonly IPNetwork[] NotGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48" }.Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork) return !NotPublic.Any(network => network.Contains(address));
        // NAT64 (64:ff9b::/96, 64:ff9b:1::/48), IPv4-compatible and all other translations lie outside of 2000::/3, and 6to4 is left out: none is needed to reach a public host.
        return address.ScopeId == 0 && Global.Contains(address) && !NotGlobal.Any(network => network.Contains(address));
    }
}
