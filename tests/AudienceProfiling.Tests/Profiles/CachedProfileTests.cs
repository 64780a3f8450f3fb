using System.Text;
using System.Text.Json;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Tests.Profiles;

public sealed class CachedProfileTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static CachedProfile Sample(long version = 1) => new()
    {
        PublisherId = "acc_p",
        Hash = "k1.abc",
        Version = version,
        InterestHalfLife = TimeSpan.FromDays(30),
        Genres = new Dictionary<string, DecayedScore> { ["thriller"] = new(4.5, Now) },
        Categories = new Dictionary<string, DecayedScore> { ["640"] = new(1, Now) },
        Segments = [new(Guid.Parse("0195f1f0-0000-7000-8000-000000000001"), 2, Now)],
        Device = "tv",
        Country = "FR",
        Language = "fr",
        Exposure = new() { Impressions = 3, Clicks = 1, LastImpressionAt = Now },
        Consent = new() { Applies = true, Purposes = new Dictionary<int, bool> { [1] = true, [4] = false }, Source = "context.consent.purposes", At = Now },
    };

    [Fact]
    public void A_profile_survives_the_codec_whole()
    {
        var copy = ProfileCodec.Decode(ProfileCodec.Encode(Sample()));

        Assert.Equivalent(Sample(), copy, strict: true);
    }

    [Theory]
    [InlineData("""{"format": 99, "profile": null}""")]
    [InlineData("""{"profile": null}""")]
    [InlineData("not json")]
    [InlineData("")]
    public void A_form_that_the_reader_does_not_know_is_no_profile(string value) =>
        Assert.Null(ProfileCodec.Decode(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void The_stored_form_names_its_format() => Assert.Equal(ProfileCodec.Format, ProfileCodec.Encode(Sample())[0]);

    /// <summary>Writers and readers are upgraded one after the other.</summary>
    [Fact]
    public void The_format_before_is_read()
    {
        var before = JsonSerializer.SerializeToUtf8Bytes(new ProfileCodec.Envelope(ProfileCodec.OldestFormat, Sample()), ProfileJson.Default.Envelope);

        Assert.Equivalent(Sample(), ProfileCodec.Decode(before), strict: true);
    }

    [Fact]
    public void A_profile_that_is_cut_short_anywhere_is_none_or_lacks_its_end()
    {
        var whole = ProfileCodec.Encode(Sample());
        for (var length = 0; length < whole.Length; length++)
            Assert.True(ProfileCodec.Decode(whole.AsSpan(0, length)) is null or { Hash: "k1.abc", Version: 1 });
    }

    [Fact]
    public void Where_consent_applies_a_purpose_that_was_not_mentioned_is_refused()
    {
        Assert.True(Sample().Consent.Allows(1));
        Assert.False(Sample().Consent.Allows(3));
        Assert.False(Sample().Consent.Allows(4));
        Assert.True(new ConsentSummary().Allows(1));
    }

    [Fact]
    public void A_score_halves_every_half_life_at_read() =>
        Assert.Equal(2.25, Sample().GenreScore("thriller", Now.AddDays(30)), 12);
}
