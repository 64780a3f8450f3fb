using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AdPlatform.Testing.Servers;

/// <summary>What a <see cref="FaultProxy"/> does with connections.</summary>
public enum Fault
{
    /// <summary>Nothing wrong.</summary>
    Pass,

    /// <summary>The port is closed; open connections are reset.</summary>
    Refuse,

    /// <summary>Accepts and carries no byte, in old connections too.</summary>
    Hang,

    /// <summary>Each chunk waits for <see cref="FaultProxy.Delay"/>.</summary>
    Slow,

    /// <summary>Answers with noise.</summary>
    Garbage,
}

/// <summary>A TCP proxy on a free loopback port that breaks the network on demand, also of connections that are open.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint target;
    private readonly ConcurrentDictionary<Socket, bool> sockets = new();
    private readonly CancellationTokenSource ending = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Fault fault = Fault.Pass;
    private Socket? listener;

    public FaultProxy(int targetPort)
    {
        target = new IPEndPoint(IPAddress.Loopback, targetPort);
        Listen();
    }

    public int Port { get; } = FreePorts.Next();

    /// <summary>Of each chunk in each direction, when slow. Default: 500 ms.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    public Fault Fault
    {
        get => fault;
        set
        {
            fault = value;
            if (value == Fault.Refuse)
            {
                Close(ref listener);
                Cut();
            }
            else if (listener is null)
            {
                Listen();
            }

            Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>Connections that were accepted so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>Resets all connections; new ones are treated as <see cref="Fault"/> says.</summary>
    public void Cut()
    {
        foreach (var socket in sockets.Keys) Reset(socket);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        Close(ref listener);
        Cut();
        ending.Dispose();
    }

    private static void Close(ref Socket? listening) => Interlocked.Exchange(ref listening, null)?.Dispose();

    private void Listen()
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        opened.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        opened.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        opened.Listen(512);
        listener = opened;
        _ = AcceptAsync(opened);
    }

    private async Task AcceptAsync(Socket listening)
    {
        try
        {
            while (true)
            {
                var client = await listening.AcceptAsync(ending.Token);
                Accepted++;
                _ = ServeAsync(client, ending.Token);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // By Refuse, or at the end.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        sockets[client] = sockets[server] = true;
        try
        {
            client.NoDelay = server.NoDelay = true;
            await WhileHangingAsync(cancellationToken);
            await server.ConnectAsync(target, cancellationToken);
            await Task.WhenAll(CarryAsync(client, server, noisy: false, cancellationToken), CarryAsync(server, client, noisy: true, cancellationToken));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset(client);
        }
        finally
        {
            sockets.TryRemove(client, out _);
            sockets.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool noisy, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[16_384];
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
            {
                await WhileHangingAsync(cancellationToken);
                if (fault == Fault.Slow) await Task.Delay(Delay, cancellationToken);
                // A fixed pattern: no byte of it is what was sent, and a failing run can be repeated.
                if (fault == Fault.Garbage && noisy)
                    for (var i = 0; i < length; i++) buffer[i] ^= (byte)(0xA5 + i);
                for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), cancellationToken);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            Reset(from);
            Reset(to);
            throw;
        }
    }

    private async Task WhileHangingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = changed.Task;
            if (fault != Fault.Hang) return;
            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>RST instead of FIN.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Already.
        }
    }
}
