using System.Globalization;
using StackExchange.Redis;

namespace AdPlatform.Hosting.Caching;

/// <summary>
/// One connection to Redis (to all nodes of a cluster). The only place that opens one. StackExchange.Redis 1.2.6 never times an asynchronous call
/// out, so nothing here is used except through <see cref="RedisConnection"/>, which gives every call a deadline.
/// </summary>
internal sealed class RedisLink : IDisposable
{
    private readonly ConnectionMultiplexer multiplexer;
    private int inFlight;

    private RedisLink(ConnectionMultiplexer multiplexer)
    {
        this.multiplexer = multiplexer;
        Database = multiplexer.GetDatabase();
        multiplexer.ConnectionFailed += (_, _) => Lost?.Invoke();
    }

    /// <summary>A connection of it broke; whoever answers next may be another server.</summary>
    public event Action? Lost;

    public IDatabase Database { get; }

    public bool IsConnected => multiplexer.IsConnected;

    public int InFlight => Volatile.Read(ref inFlight);

    public static async Task<RedisLink> OpenAsync(string configuration, TimeSpan deadline, TimeProvider clock)
    {
        var settings = ConfigurationOptions.Parse(configuration);
        settings.AbortOnConnectFail = false;
        settings.ConnectRetry = 1;
        settings.ConnectTimeout = (int)deadline.TotalMilliseconds;
        settings.KeepAlive = 10;
        // For INFO, which 1.2.6 counts among the commands of administrators.
        settings.AllowAdmin = true;
        settings.ClientName ??= "adplatform";
        var connecting = ConnectionMultiplexer.ConnectAsync(settings);
        try
        {
            var multiplexer = await connecting.WaitAsync(deadline * 2, clock);
            // In 1.2.6 this continues on the connection's own thread: whoever blocks it hangs every later command.
            await Task.Yield();
#if STACKEXCHANGE_REDIS_1
            multiplexer.PreserveAsyncOrder = false;
#endif
            return new RedisLink(multiplexer);
        }
        catch (TimeoutException)
        {
            _ = connecting.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>False when too many calls wait for an answer.</summary>
    public bool TryEnter(int atMost)
    {
        if (Interlocked.Increment(ref inFlight) <= atMost) return true;
        Exit();
        return false;
    }

    public void Exit() => Interlocked.Decrement(ref inFlight);

    /// <summary>Who the masters are, from their INFO.</summary>
    public async Task<Incarnation> IdentifyAsync()
    {
        var told = await Task.WhenAll(Servers().Select(server => server.InfoRawAsync()));
        return Incarnation.From(told.OfType<string>());
    }

    /// <summary>On every master: a script that is called by its hash is known only to servers that were told it since their start, and to no replica that takes over.</summary>
    public async Task LoadScriptAsync(string script)
    {
        foreach (var server in await MastersAsync()) await server.ScriptLoadAsync(script);
    }

    public async Task<bool> HasScriptAsync(string script)
    {
        foreach (var server in await MastersAsync())
            if (!await server.ScriptExistsAsync(script)) return false;
        return true;
    }

    /// <summary>The multiplexer subscribes again by itself when its own connection comes back.</summary>
    public Task SubscribeAsync(string channel, Action<byte[]> heard) => multiplexer.GetSubscriber().SubscribeAsync(
        new RedisChannel(channel, RedisChannel.PatternMode.Literal), (_, message) => heard((byte[])message!));

    public void Dispose()
    {
        // Not awaited by anyone: with a frozen server closing may take its time. Never asks the server to finish first.
        _ = Task.Run(async () =>
        {
            await multiplexer.CloseAsync(allowCommandsToComplete: false);
            multiplexer.Dispose();
        });
    }

    public override string ToString() => string.Join(',', multiplexer.GetEndPoints().Select(point => string.Create(CultureInfo.InvariantCulture, $"{point}")));

    private async Task<List<IServer>> MastersAsync()
    {
        var masters = new List<IServer>();
        foreach (var server in Servers())
            if (Incarnation.IsMaster(await server.InfoRawAsync("replication") ?? "")) masters.Add(server);
        return masters;
    }

    private IEnumerable<IServer> Servers() => multiplexer.GetEndPoints().Select(point => multiplexer.GetServer(point)).Where(server => server.IsConnected);
}
