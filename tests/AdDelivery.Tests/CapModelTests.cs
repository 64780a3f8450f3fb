using System.Net;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>Caps through the front door against a slow model of the truth.</summary>
public sealed class CapModelTests
{
    /// <summary>Random limits of every scope and window, events that come twice, late and in any order, restarts: each answer against a slow model that keeps all that happened in one list.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_answer_is_what_a_slow_model_of_the_truth_says(int seed)
    {
        await using var app = await DeliveryApp.StartAsync(("ReservationLifetime", "00:20:00"), ("EventWindow", "00:40:00"));
        var random = new Random(seed);
        FrequencyCap? Some(params int[] most) => random.Next(4) == 0 ? null : new FrequencyCap(Maybe(most[2]), Maybe(most[3])) { PerMinute = Maybe(most[0]), PerHour = Maybe(most[1]) };
        int? Maybe(int most) => random.Next(3) == 0 ? null : random.Next(1, most + 1);
        Sample[] samples =
        [
            .. Enumerable.Range(0, 5).Select(i => new Sample
            {
                TitleId = $"tt-{i}", AdvertiserId = i < 3 ? "acc_one" : "acc_two", Zone = i % 2 == 0 ? "Europe/Paris" : "America/New_York", Cap = Some(2, 3, 4, 9), CreativeCap = Some(1, 2, 3, 5),
                AdvertiserCap = Some(3, 5, 7, 20), Creatives = [.. Enumerable.Range(0, 2).Select(_ => new Sample.Made(Sample.NewId(), "fr", "offer", Guid.Empty, 0))],
            }),
        ];
        foreach (var sample in samples) await app.ServeAsync(sample);
        var (truth, out_, counts) = (new List<Shown>(), new List<(Shown Shown, JsonElement Served)>(), new Dictionary<string, int>());
        for (var step = 0; step < 500; step++)
        {
            var now = app.App.Clock.GetUtcNow();
            switch (random.Next(12))
            {
                case < 8:
                    var (sample, viewer) = (samples[random.Next(5)], $"v{random.Next(2)}");
                    var placement = (await DeliveryApp.DecideAsync(app.AdServer(), DeliveryApp.Request(titleId: sample.TitleId, viewer: viewer))).GetProperty("placements")[0];
                    var may = sample.Creatives.Where(creative => Model.May(truth, samples, sample, creative.Id, viewer, now)).Select(creative => Hosting.Ids.Format("crv", creative.Id)).ToList();
                    var served = placement.GetProperty("decisions").EnumerateArray().ToList();
                    var told = served.Count == 1 ? "served" : placement.GetProperty("none").GetProperty("rule").GetString()!;
                    counts[told] = counts.GetValueOrDefault(told) + 1;
                    Assert.Equal(may.Count == 0 ? "cap" : "served", told);
                    if (served.Count == 0) break;
                    Assert.Contains(served[0].GetProperty("creative").GetProperty("id").GetString(), may);
                    Hosting.Ids.TryParse("crv", served[0].GetProperty("creative").GetProperty("id").GetString(), out var shown);
                    truth.Add(new Shown(sample.CampaignId, shown, sample.AdvertiserId, viewer, now, now.AddMinutes(40)));
                    out_.Add((truth[^1], served[0]));
                    break;
                case < 10 when out_.Count > 0:
                    // In time, late or too late; once more; a click before its impression.
                    var (one, decision) = out_[random.Next(Math.Max(0, out_.Count - 12), out_.Count)];
                    var kind = random.Next(4) == 0 ? "click" : "impression";
                    var answer = await DeliveryApp.FireAsync(app.App.Anonymous(), decision, kind);
                    Assert.Equal(now <= one.Until, answer.StatusCode != HttpStatusCode.NotFound);
                    if (kind == "impression" && now <= one.Until) one.Confirmed = true;
                    break;
                case 10 when random.Next(6) == 0:
                    await app.App.RestartAsync();
                    // Ports change; tokens hold, and this test fires at addresses.
                    out_.Clear();
                    break;
                default:
                    app.App.Clock.Advance(random.Next(4) == 0 ? TimeSpan.FromMinutes(random.Next(1, 300)) : TimeSpan.FromSeconds(random.Next(1, 45)));
                    break;
            }
        }
        Assert.All((string[])["served", "cap"], outcome => Assert.True(counts.GetValueOrDefault(outcome) > 40, $"{outcome}: {counts.GetValueOrDefault(outcome)}"));
    }

    /// <param name="At">Of the decision.</param>
    private sealed record Shown(Guid Campaign, Guid Creative, string Advertiser, string Viewer, DateTimeOffset At, DateTimeOffset Until)
    {
        public bool Confirmed { get; set; }
    }

    private static class Model
    {
        public static bool May(List<Shown> truth, Sample[] all, Sample sample, Guid creative, string viewer, DateTimeOffset now)
        {
            var held = truth.Where(one => one.Viewer == viewer && (one.Confirmed || one.Until > now)).ToList();
            return Below(sample.Cap, sample, held.Where(one => one.Campaign == sample.CampaignId), now) && Below(sample.CreativeCap, sample, held.Where(one => one.Creative == creative), now)
                && all.Where(other => other.AdvertiserId == sample.AdvertiserId).All(other => Below(other.AdvertiserCap, other, held.Where(one => one.Advertiser == other.AdvertiserId), now));
        }

        private static bool Below(FrequencyCap? cap, Sample asks, IEnumerable<Shown> shown, DateTimeOffset now)
        {
            var (all, zone) = (shown.ToList(), TimeZoneInfo.FindSystemTimeZoneById(asks.Zone));
            DateTime DayOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).Date;
            return !(all.Count(one => now - one.At < TimeSpan.FromMinutes(1)) >= cap?.PerMinute) && !(all.Count(one => now - one.At < TimeSpan.FromHours(1)) >= cap?.PerHour)
                && !(all.Count(one => DayOf(one.At) == DayOf(now)) >= cap?.PerDay) && !(all.Count >= cap?.PerFlight);
        }
    }
}
