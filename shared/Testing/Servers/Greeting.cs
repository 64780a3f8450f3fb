using System.Net;
using System.Net.Sockets;

namespace AdPlatform.Testing.Servers;

/// <summary>Whether a server answers, by the first bytes of its protocol: cheaper than its own tools, and says more than an open port.</summary>
internal static class Greeting
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    public static async Task<byte[]> ExchangeAsync(int port, ReadOnlyMemory<byte> says, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AtMost);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await socket.SendAsync(says, limit.Token);
            var answer = new byte[64];
            return answer[..await socket.ReceiveAsync(answer, limit.Token)];
        }
        catch (Exception away) when (away is SocketException or OperationCanceledException)
        {
            return [];
        }
    }
}
