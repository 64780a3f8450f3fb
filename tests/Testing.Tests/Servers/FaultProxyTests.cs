using System.Net;
using System.Net.Sockets;
using System.Text;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Testing.Tests.Servers;

public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpListener echo = new(IPAddress.Loopback, 0);
    private FaultProxy proxy = null!;

    public ValueTask InitializeAsync()
    {
        echo.Start();
        _ = EchoAsync();
        proxy = new FaultProxy(((IPEndPoint)echo.LocalEndpoint).Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        echo.Dispose();
    }

    [Fact]
    public async Task It_passes_what_it_gets()
    {
        using var client = await ConnectAsync();
        Assert.Equal("hello", await AskAsync(client, "hello"));
        Assert.Equal("again", await AskAsync(client, "again"));
    }

    [Fact]
    public async Task A_refused_port_is_closed_resets_what_was_open_and_opens_again()
    {
        using var client = await ConnectAsync();
        Assert.Equal("hello", await AskAsync(client, "hello"));
        proxy.Fault = Fault.Refuse;
        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client, "anybody"));
        var refused = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        proxy.Fault = Fault.Pass;
        using var other = await ConnectAsync();
        Assert.Equal("hello", await AskAsync(other, "hello"));
    }

    [Fact]
    public async Task A_hanging_one_accepts_and_says_nothing_until_it_passes()
    {
        using var old = await ConnectAsync();
        Assert.Equal("before", await AskAsync(old, "before"));
        proxy.Fault = Fault.Hang;
        using var young = await ConnectAsync();
        var answers = Task.WhenAll(AskAsync(old, "1"), AskAsync(young, "2"));
        await Assert.ThrowsAsync<TimeoutException>(() => answers.WaitAsync(TimeSpan.FromMilliseconds(300)));
        proxy.Fault = Fault.Pass;
        Assert.Equal(["1", "2"], await answers);
    }

    [Fact]
    public async Task A_slow_one_delays_each_chunk_both_ways()
    {
        using var client = await ConnectAsync();
        proxy.Fault = Fault.Slow;
        proxy.Delay = TimeSpan.FromMilliseconds(150);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal("hello", await AskAsync(client, "hello"));
        Assert.InRange(watch.ElapsedMilliseconds, 290, 20_000);
    }

    [Fact]
    public async Task Garbage_has_the_length_and_not_the_content()
    {
        using var client = await ConnectAsync();
        proxy.Fault = Fault.Garbage;
        var answer = await AskAsync(client, "hello");
        Assert.Equal(5, answer.Length);
        Assert.NotEqual("hello", answer);
    }

    [Fact]
    public async Task A_cut_resets_every_connection_and_lets_new_ones_in()
    {
        using var client = await ConnectAsync();
        Assert.Equal("hello", await AskAsync(client, "hello"));
        proxy.Cut();
        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client, "anybody"));
        using var other = await ConnectAsync();
        Assert.Equal("hello", await AskAsync(other, "hello"));
    }

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        var bytes = Encoding.Latin1.GetBytes(text);
        await client.GetStream().WriteAsync(bytes, limit.Token);
        await client.GetStream().ReadExactlyAsync(bytes, limit.Token);
        return Encoding.Latin1.GetString(bytes);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        return client;
    }

    private async Task EchoAsync()
    {
        while (await Accepted() is { } client) _ = CopyAsync(client);

        async Task<TcpClient?> Accepted()
        {
            try
            {
                return await echo.AcceptTcpClientAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }

        static async Task CopyAsync(TcpClient client)
        {
            using (client) await client.GetStream().CopyToAsync(client.GetStream()).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
