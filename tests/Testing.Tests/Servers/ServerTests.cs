using System.Diagnostics;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Testing.Tests.Servers;

public sealed class ServerTests
{
    [Fact]
    public async Task PostgreSQL_has_what_was_committed_after_a_kill_and_a_stop()
    {
        await using var server = await PostgresServer.StartAsync();
        await Psql.RunAsync(server.ConnectionString, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('one')");
        await server.KillAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Psql.RunAsync(server.ConnectionString, "SELECT 1"));
        await server.StartAgainAsync();
        await Psql.RunAsync(server.ConnectionString, "INSERT INTO kept VALUES ('two')");
        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.Equal("one\ntwo", await Psql.RunAsync(server.ConnectionString, "SELECT word FROM kept"));
    }

    [Fact]
    public async Task Redis_answers_again_after_a_kill_and_has_forgotten_all()
    {
        await using var server = await RedisServer.StartAsync();
        Assert.Equal("+OK\r\n", await SayAsync(server, "SET word one"));
        await server.KillAsync();
        Assert.Equal("", await SayAsync(server, "GET word"));
        await server.StartAgainAsync();
        Assert.Equal("$-1\r\n", await SayAsync(server, "GET word"));
    }

    [Fact]
    public async Task A_frozen_server_is_connected_and_silent_until_it_is_thawed()
    {
        await using var server = await RedisServer.StartAsync();
        server.Freeze();
        var answer = SayAsync(server, "PING");
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(300)));
        server.Thaw();
        Assert.Equal("+PONG\r\n", await answer);
    }

    [Fact]
    public async Task Shared_databases_are_each_empty()
    {
        var (first, second) = (await TestServers.PostgresDatabaseAsync(), await TestServers.PostgresDatabaseAsync());
        await Psql.RunAsync(first, "CREATE TABLE mine (word text)");
        Assert.Equal("", await Psql.RunAsync(second, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task When_our_process_has_ended_what_works_in_its_folders_is_killed_and_they_are_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("adplatform-orphan-").FullName;
        using var reaper = Reaper.Start();
        await reaper.StandardInput.WriteLineAsync(folder);
        using var orphan = Process.Start(new ProcessStartInfo("setsid", ["sleep", "1000"]) { WorkingDirectory = folder })!;
        Assert.True(ProcessesIn.Any(folder));
        reaper.StandardInput.Close(); // As the end of our process does, in whatever way it ends.
        await orphan.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await reaper.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_missing_server_is_a_skip_that_names_it_or_a_failure_where_servers_are_required()
    {
        var said = "nothing";
        try
        {
            ServerPrograms.Required("RabbitMQ", ["/nowhere"], lenient: true);
        }
        catch (Exception skip)
        {
            said = skip.Message;
        }

        Assert.EndsWith("skipped: no RabbitMQ", said, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ServerPrograms.Required("RabbitMQ", ["/nowhere"], lenient: false));
    }

    private static async Task<string> SayAsync(PrivateServer server, string command) =>
        System.Text.Encoding.ASCII.GetString(await Greeting.ExchangeAsync(server.Port, System.Text.Encoding.ASCII.GetBytes(command + "\r\n"), CancellationToken.None));
}
