using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Tests.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.Viewers;

public sealed class ViewerDocumentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void A_profile_comes_back_as_it_was()
    {
        foreach (var profile in Profiles()) Assert.Equal(Facts(profile), Facts(ViewerDocument.Read(ViewerDocument.Write(profile))));
    }

    [Fact]
    public void The_form_before_is_read()
    {
        foreach (var profile in Profiles()) Assert.Equal(Facts(profile), Facts(ViewerDocument.Read(Encoding.UTF8.GetBytes(Facts(profile)))));
    }

    [Fact]
    public void A_document_is_much_smaller_than_its_json()
    {
        var profiles = Profiles().ToArray();
        Assert.True(profiles.Sum(profile => ViewerDocument.Write(profile).Length) < profiles.Sum(profile => Facts(profile).Length) / 3);
    }

    [Fact]
    public void A_section_that_a_later_version_adds_is_skipped()
    {
        var profile = Profiles().First();
        byte[] added = [2 * 40, 3, 0, 0, 0, 1, 2, 3];
        Assert.Equal(Facts(profile), Facts(ViewerDocument.Read([.. ViewerDocument.Write(profile), .. added])));
    }

    [Fact]
    public void Of_an_unknown_form_or_cut_short_nothing_is_guessed()
    {
        var document = ViewerDocument.Write(Profiles().First());
        Assert.Contains("does not know: 9", Assert.Throws<InvalidDataException>(() => ViewerDocument.Read([9, .. document[1..]])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ViewerDocument.Read(document.AsSpan(0, document.Length - 1)));
        Assert.Throws<InvalidDataException>(() => ViewerDocument.Read([]));
    }

    private static IEnumerable<ViewerProfile> Profiles()
    {
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var profile = RandomProfiles.Next(random, Now);
            profile.Link(ViewerId.User($"u{i}"));
            profile.Link(ViewerId.Anonymous($"größe-{i}"));
            profile.Devices["tv"] = i;
            profile.Dayparts[i % 4] = -i;
            profile.Exposure = new() { Impressions = i, Clicks = int.MaxValue, LastImpressionAt = i % 2 == 0 ? Now : null };
            profile.Segments.Add(new(new Guid(i, 1, 2, new byte[8]), i, Now.AddTicks(7)));
            if (i % 3 == 0) profile.HistoryConsent = new(i % 2 == 0, Now, "context.consent.viewingHistory");
            if (i % 5 == 0) (profile.FirstSeen, profile.LastSeen) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
            yield return profile;
        }
    }

    private static string Facts(ViewerProfile profile) => JsonSerializer.Serialize(profile, ViewerJson.Default.ViewerProfile);
}
