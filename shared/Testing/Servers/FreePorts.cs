using System.Net;
using System.Net.Sockets;

namespace AdPlatform.Testing.Servers;

/// <summary>Loopback ports that nobody listens on, below 32768: above, a client that polls a closed port can meet itself and block the server's bind.</summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_500;

    /// <summary>Test processes that run beside each other begin at different places.</summary>
    private static int last = Environment.ProcessId * 97 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref last) & int.MaxValue) % Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
