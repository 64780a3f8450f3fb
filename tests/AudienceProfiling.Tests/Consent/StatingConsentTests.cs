using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

public sealed class StatingConsentTests
{
    private static readonly string Allowed = $"{TcText.Core([1, 2, 3, 4], [32])}.{TcText.Disclosed(32)}";

    [Fact]
    public async Task A_tc_string_keeps_a_viewer_as_far_as_it_allows_the_operator_and_a_broken_one_keeps_nobody()
    {
        await using var profiling = await Profiling.StartAsync(("TcfPublishers:0", "*"), ("TcfVendorId", "32"));

        await profiling.SendAsync(
            Watched("allowed", new { tcString = Allowed }),
            Watched("in-gpp", new { gppString = $"{new TcText().Number(3, 6).Number(1, 6).Number(1, 12).Pattern("0011")}~{Allowed}" }),
            Watched("other-vendor", new { tcString = TcText.Core([1, 2, 3, 4], [33]) }),
            Watched("cut", new { tcString = Allowed[..40] }),
            Watched("no-text", new { tcString = 5 }),
            Watched("nothing", new { tcString = (string?)null }));
        await profiling.SettledAsync();

        foreach (var (viewer, source) in new[] { ("allowed", "context.consent.tcString"), ("in-gpp", "context.consent.gppString") })
        {
            var profile = (await profiling.ProfileAsync(ViewerId.User(viewer)))!;
            Assert.Equal([1, 2, 3, 4], profile.Consent.Where(c => c.Value.Allowed).Select(c => c.Key).Order());
            Assert.Equal(source, profile.Consent[1].Source);
        }
        foreach (var viewer in (string[])["other-vendor", "cut", "no-text", "nothing"]) Assert.Null(await profiling.ProfileAsync(ViewerId.User(viewer)));
    }

    [Fact]
    public async Task Where_tcf_does_not_apply_an_opt_out_refuses_the_profile_and_no_opt_out_refuses_nothing()
    {
        await using var profiling = await Profiling.StartAsync();

        await profiling.SendAsync(Watched("out", new { usPrivacy = "1YYN" }), Watched("in", new { usPrivacy = "1YNN" }), Watched("broken", new { usPrivacy = "?" }));
        await profiling.SettledAsync();

        var refused = (await profiling.ProfileAsync(ViewerId.User("out")))!;
        Assert.Equal([3, 4], refused.Consent.Where(c => !c.Value.Allowed).Select(c => c.Key).Order());
        Assert.Empty((await profiling.ProfileAsync(ViewerId.User("in")))!.Consent);
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("broken")));
    }

    private static object Watched(string user, object consent) => new { type = "track", userId = user, @event = "Title Watched", context = new { consent } };
}
