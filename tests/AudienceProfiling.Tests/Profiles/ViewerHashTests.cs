using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Tests.Profiles;

public sealed class ViewerHashTests
{
    private static readonly ViewerHashKey Key = new("k1", new byte[32]);

    [Fact]
    public void A_hash_is_stable_and_names_its_key()
    {
        var hash = ViewerHash.Of(Key, "acc_p", ViewerKinds.User, "u1");

        Assert.Equal(hash, ViewerHash.Of(Key, "acc_p", ViewerKinds.User, "u1"));
        Assert.StartsWith("k1.", hash, StringComparison.Ordinal);
        Assert.Equal("k1.".Length + 43, hash.Length);
    }

    [Fact]
    public void Publisher_kind_id_and_key_each_change_the_hash() =>
        Assert.Equal(5, new[]
        {
            ViewerHash.Of(Key, "acc_p", "user", "u1"),
            ViewerHash.Of(Key, "acc_q", "user", "u1"),
            ViewerHash.Of(Key, "acc_p", "anonymous", "u1"),
            ViewerHash.Of(Key, "acc_p", "user", "u2"),
            ViewerHash.Of(new("k1", Enumerable.Repeat((byte)1, 32).ToArray()), "acc_p", "user", "u1"),
        }.Distinct().Count());

    [Fact]
    public void An_id_may_hold_colons_but_a_kind_may_not()
    {
        Assert.NotEqual(ViewerHash.Of(Key, "acc_p", "user", "a:b"), ViewerHash.Of(Key, "acc_p", "user", "a"));
        Assert.Throws<ArgumentException>(() => ViewerHash.Of(Key, "acc_p", "user:a", "b"));
    }
}
