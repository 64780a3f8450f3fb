using Xunit;

namespace AdPlatform.Testing.Servers;

/// <summary>A server, client or program that a test needs and that is not on this machine.</summary>
public static class Missing
{
    internal static bool MaySkip => Environment.GetEnvironmentVariable("ADPLATFORM_REQUIRE_SERVERS") != "1";

    /// <summary>Skips the test, and says why; where ADPLATFORM_REQUIRE_SERVERS=1 lets nothing be skipped, it fails.</summary>
    /// <param name="what">E.g. "no redis-server".</param>
    public static void Skip(string what) => Skip(what, MaySkip);

    internal static void Skip(string what, bool lenient)
    {
        if (!lenient) throw new InvalidOperationException($"On this machine: {what}, and ADPLATFORM_REQUIRE_SERVERS=1 lets nothing be skipped.");
        Assert.Skip($"skipped: {what}");
    }
}
