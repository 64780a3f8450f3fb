using AdPlatform.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests.Profiles;

public sealed class EmbeddedProfilesTests
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_under_each_hash_of_the_viewer()
    {
        using var provider = new ServiceCollection().AddEmbeddedProfiles().BuildServiceProvider();

        await provider.GetRequiredService<IProfileStore>().WriteAsync([new(CachedProfileTests.Sample(), ["k1.abc", "k1.def"])], token);

        var reader = provider.GetRequiredService<IProfileReader>();
        Assert.NotNull(await reader.ReadAsync("acc_p", "k1.abc", token));
        Assert.NotNull(await reader.ReadAsync("acc_p", "k1.def", token));
        Assert.Null(await reader.ReadAsync("acc_other", "k1.abc", token));
    }

    [Fact]
    public async Task An_older_version_never_replaces_a_newer_one()
    {
        var store = new EmbeddedProfiles(10);

        await store.WriteAsync([new(CachedProfileTests.Sample(version: 7), ["h"])], token);
        await store.WriteAsync([new(CachedProfileTests.Sample(version: 6), ["h"])], token);

        Assert.Equal(7, (await store.ReadAsync("acc_p", "h", token))!.Version);
    }

    [Fact]
    public async Task A_write_that_comes_late_does_not_bring_a_removed_viewer_back()
    {
        var store = new EmbeddedProfiles(10);
        await store.WriteAsync([new(CachedProfileTests.Sample(version: 7), ["h"])], token);

        Assert.Equal(1, await store.RemoveAsync("acc_p", ["h", "never seen"], version: 8, token));
        await store.WriteAsync([new(CachedProfileTests.Sample(version: 8), ["h"])], token);
        Assert.Null(await store.ReadAsync("acc_p", "h", token));

        await store.WriteAsync([new(CachedProfileTests.Sample(version: 9), ["h"])], token);
        Assert.NotNull(await store.ReadAsync("acc_p", "h", token));
    }

    [Fact]
    public async Task The_store_stays_within_its_capacity_and_keeps_what_is_read()
    {
        var store = new EmbeddedProfiles(10);
        for (var i = 0; i < 100; i++)
        {
            await store.WriteAsync([new(CachedProfileTests.Sample(), [$"h{i}"])], token);
            await store.ReadAsync("acc_p", "h0", token);
        }

        Assert.Equal(10, store.Count);
        Assert.NotNull(await store.ReadAsync("acc_p", "h0", token));
        Assert.Null(await store.ReadAsync("acc_p", "h1", token));
    }
}
