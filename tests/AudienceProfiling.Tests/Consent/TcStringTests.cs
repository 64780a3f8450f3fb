using AdPlatform.Profiles.Consent;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

public sealed class TcStringTests
{
    private static readonly string Rich = TcText.Core([1, 3], [7, 32], [2], [32], [(2, 0, 30, 40), (3, 1, 7, 7)]);

    [Fact]
    public void Every_field_of_the_core_is_read()
    {
        var tc = TcString.TryRead(Rich)!;

        Assert.Equal(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero), tc.Created);
        Assert.Equal((10, 3, 1, "EN", 48, 4, true, "FR"), (tc.CmpId, tc.CmpVersion, tc.ConsentScreen, tc.ConsentLanguage, tc.VendorListVersion, tc.PolicyVersion, tc.IsServiceSpecific, tc.PublisherCountry));
        Assert.Equal([2], tc.SpecialFeatureOptIns.Ids());
        Assert.Equal([1, 3], tc.PurposeConsents.Ids());
        Assert.Equal([2], tc.PurposeLegitimateInterests.Ids());
        Assert.Equal([7, 32], tc.VendorConsents.Ids());
        Assert.Equal([32], tc.VendorLegitimateInterests.Ids());
        Assert.Equal([(2, RestrictionType.NotAllowed, 11), (3, RestrictionType.RequireConsent, 1)], tc.PublisherRestrictions.Select(r => (r.Purpose, r.Type, r.Vendors.Ids().Count())));
        Assert.Null(tc.VendorsDisclosed);
        Assert.Equal([5, 9], TcString.TryRead($"{Rich}.{TcText.Disclosed(5, 9)}")!.VendorsDisclosed!.Ids());
    }

    [Fact]
    public void A_string_that_is_cut_anywhere_is_refused()
    {
        for (var length = 0; length < Rich.Length; length++) Assert.Null(TcString.TryRead(Rich[..length]));
    }

    [Fact]
    public void What_is_against_the_format_is_refused()
    {
        var disclosed = TcText.Disclosed(5);
        foreach (var text in (string?[])[null, "", ".", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", $"{Rich}.", $".{Rich}", $"{Rich}=", $"{Rich}.{disclosed}.{disclosed}", $"{Rich}.{new TcText().Number(5, 3).Number(0, 17)}", new('C', 40_000)])
            Assert.Null(TcString.TryRead(text));
        Assert.Null(TcString.TryRead(TcText.Core([1], [1], restrictions: [(1, 0, 9, 8)])));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(7, true, true)]
    [InlineData(32, true, false)]
    [InlineData(8, false, false)]
    public void A_vendor_may_do_what_the_viewer_allows_it_and_the_publisher_does_not_forbid(int? vendor, bool store, bool select)
    {
        var tc = TcString.TryRead(TcText.Core([1, 4], [7, 32], restrictions: [(4, 0, 32, 32), (1, 1, 7, 7)]))!;

        var purposes = LegalBasis.PurposesOf(tc, vendor);

        Assert.Equal(store, purposes[1]);
        Assert.Equal(select, purposes[4]);
        Assert.False(purposes[2]);
    }

    [Fact]
    public void From_March_2026_on_a_vendor_must_be_disclosed_and_before_only_where_the_segment_is_there()
    {
        var (before, after) = (TcText.Core([1], [7]), TcText.Core([1], [7], at: new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(
            [true, false, false, true],
            new[] { before, $"{before}.{TcText.Disclosed(8)}", after, $"{after}.{TcText.Disclosed(7)}" }.Select(text => LegalBasis.PurposesOf(TcString.TryRead(text)!, 7)[1]));
    }

    [Fact]
    public void A_flexible_purpose_keeps_its_own_basis_until_a_restriction_chooses_the_other()
    {
        var vendor = new VendorDeclaration([], [2, 3], [2]);
        var free = TcString.TryRead(TcText.Core([2, 3], [7]))!;
        var chosen = TcString.TryRead(TcText.Core([2, 3], [7], restrictions: [(2, 1, 7, 7), (3, 1, 7, 7)]))!;
        var interest = TcString.TryRead(TcText.Core([], [], [2, 3], [7]))!;

        Assert.False(LegalBasis.Allows(free, 2, 7, vendor, Enforcement.Full));
        Assert.True(LegalBasis.Allows(chosen, 2, 7, vendor, Enforcement.Full));
        Assert.False(LegalBasis.Allows(chosen, 3, 7, vendor, Enforcement.Full));
        Assert.True(LegalBasis.Allows(interest, 2, 7, vendor, Enforcement.Full));
        // TCF 2.2 took legitimate interest from purposes 3 to 6.
        Assert.False(LegalBasis.Allows(interest, 3, 7, vendor, Enforcement.Full));
    }
}
