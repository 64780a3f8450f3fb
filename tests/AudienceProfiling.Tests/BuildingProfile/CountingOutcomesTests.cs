using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.Contracts.AudienceProfiling.V1;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

public sealed class CountingOutcomesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, true, 1, 0)]
    [InlineData(true, false, 0, 1)]
    [InlineData(false, false, 0, 1)]
    public void An_event_ends_in_exactly_one_count(bool mayStore, bool mayProfile, int applied, int withoutConsent)
    {
        var batch = new ViewerBatch(new(ConsentRegimes.OptIn, new FactRules(new ConsentCategories(new Dictionary<string, string>())), TimeSpan.FromDays(30)));
        batch.Apply(new ViewerEvent
        {
            MessageId = "m1",
            Type = "track",
            Name = "Title Watched",
            UserId = "u1",
            Context = JsonSerializer.SerializeToElement(new { consent = new { purposes = new Dictionary<string, bool> { ["1"] = mayStore, ["3"] = mayProfile } } }),
            Timestamp = Start,
            ReceivedAt = Start,
        });
        Assert.Equal((applied, withoutConsent, 0, 0), (batch.Applied, batch.WithoutConsent, batch.MalformedConsent, batch.FromBeforeErasure));
    }
}
