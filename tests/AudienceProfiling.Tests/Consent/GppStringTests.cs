using AdPlatform.Profiles.Consent;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

public sealed class GppStringTests
{
    /// <summary>Sections 2 and 6: Fibonacci codes of the distances 2 (011) and 4 (1011).</summary>
    private static readonly string Header = new TcText().Number(3, 6).Number(1, 6).Number(2, 12).Pattern("00110").Pattern("1011").ToString();

    [Fact]
    public void Sections_are_found_by_the_header()
    {
        var gpp = GppString.TryRead($"{Header}~{TcText.Core([1], [])}~1YNN")!;

        Assert.Equal([2, 6], gpp.SectionIds);
        Assert.Equal([1], gpp.TcfEu!.PurposeConsents.Ids());
        Assert.False(gpp.IsOptedOut);
        Assert.True(GppString.TryRead($"{Header}~{TcText.Core([1], [])}~1YYN")!.IsOptedOut);
    }

    [Fact]
    public void A_range_of_sections_that_nobody_reads_is_kept_unread()
    {
        // From 13 on (000001, 1), 2 more (01, 1).
        var gpp = GppString.TryRead($"{new TcText().Number(3, 6).Number(1, 6).Number(1, 12).Pattern("1").Pattern("0000011").Pattern("011")}~BA~BA~BA")!;

        Assert.Equal([13, 14, 15], gpp.SectionIds);
        Assert.All(gpp.Sections, section => Assert.IsType<UnreadSection>(section));
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    public void Who_opts_out_of_sale_or_sends_the_privacy_control_is_opted_out(int saleOptOut, bool gpc, bool optedOut)
    {
        var california = new TcText().Number(1, 6).Number(0, 6).Number(saleOptOut, 2).Number(0, 32);

        Assert.Equal(optedOut, GppString.TryRead($"{Eight}~{california}.{new TcText().Number(1, 2).Number(gpc ? 1 : 0, 1)}")!.IsOptedOut);
    }

    [Fact]
    public void What_is_against_the_format_is_refused()
    {
        foreach (var text in (string?[])[null, "", "~", Header, $"{Header}~{TcText.Core([1], [])}", $"{Header}~{TcText.Core([1], [])}~1YN", $"{Header}~C~1YNN", $"{Eight}~BA"])
            Assert.Null(GppString.TryRead(text));
        foreach (var text in (string?[])[null, "", "1YN", "2YNN", "1ynn", "1YNNN"]) Assert.Null(UsPrivacy.TryRead(text));
        Assert.Equal(new UsPrivacy('Y', '-', 'N'), UsPrivacy.TryRead("1Y-N"));
    }

    /// <summary>Section 8 alone: 8 is the fifth Fibonacci number.</summary>
    private static string Eight => new TcText().Number(3, 6).Number(1, 6).Number(1, 12).Pattern("0").Pattern("000011").ToString();
}
