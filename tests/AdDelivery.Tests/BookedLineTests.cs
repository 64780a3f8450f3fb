using AdPlatform.AdDelivery.Pacing;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.AdDelivery.Tests;

public sealed class BookedLineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_order_says_when_to_whom_and_for_how_much_a_line_serves()
    {
        await using var app = await DeliveryApp.StartAsync();
        var segment = Sample.NewId();
        var sample = new Sample();
        await app.ServeAsync(sample);
        await app.ProfileAsync("fan", segment);
        var adServer = app.AdServer();

        await app.App.PublishAsync(Order(sample, cpm: 20m, segments: [segment]));
        await app.UntilAsync(sample, live => live!.Lines[0].Booked is not null);

        Assert.Equal("segment", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "stranger")));
        var served = Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(viewer: "fan")));
        await DeliveryApp.FireAsync(app.App.Anonymous(), served, "impression");
        Assert.Equal("0.02", (await app.ReportAsync(sample)).GetProperty("spend").GetProperty("amount").GetString());
        // The order's last day is Thursday, the campaign's Sunday.
        app.App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("flight", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "fan")));
    }

    [Fact]
    public async Task A_released_line_stops_serving_also_when_the_release_comes_first()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        await app.App.PublishAsync(new LinesReleased
        {
            AccountId = sample.AdvertiserId, PublisherId = sample.PublisherId, PlanId = Sample.NewId(), PlanVersion = 1, LineIds = [sample.LineId], Reason = ReleaseReason.Released, ReleasedAt = TestApp.DefaultNow,
        });
        await app.UntilAsync(sample, live => live!.Lines.Count == 0);
        await app.App.PublishAsync(Order(sample));
        Assert.Empty(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
    }

    [Fact]
    public void A_guaranteed_line_is_drawn_before_the_others()
    {
        double[] probabilities = [0.6, 0.8, 0.9];
        Deciding.Choice.Scale(probabilities, i => i == 1);
        Assert.Equal([0.08, 0.8, 0.12], probabilities.Select(p => Math.Round(p, 6)));
    }

    /// <summary>A fortnight in three steps with a forecast that is wrong by more than a quarter, as traffic with weekdays and hours.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.75)]
    [InlineData(1.3)]
    public void A_bought_line_is_delivered_within_a_tenth_of_its_plan(double actual)
    {
        var sample = new Sample { Budget = 600m, Flight = new(Sample.Monday, Sample.Monday.AddDays(13)) };
        var booked = Order(sample, steps: [(0, 3, 150m), (4, 6, 150m), (7, 13, 300m)]).Lines[0];
        var document = sample.Document();
        var line = new LiveCampaign(document with
        {
            Lines = [document.Lines[0] with { Weeks = [new(Sample.Monday, Money.Zero("EUR"), 0, 90_000), new(Sample.Monday.AddDays(7), Money.Zero("EUR"), 0, 90_000)] }],
            Bookings = [new(booked, "Europe/Paris")],
        }, null).Lines[0];
        var random = new Random(11);
        long spent = 0;
        var delivered = new List<long>();
        foreach (var step in line.Weeks)
        {
            var before = spent;
            var (days, at) = ((step.End - step.Start).TotalDays, step.Start);
            var requests = (int)(days * 90_000 / 7 * actual);
            for (var i = 0; i < requests; i++)
            {
                at = step.Start + ((step.End - step.Start) * ((i + 0.5) / requests));
                // Evenings have twice the traffic of nights; the forecast does not know.
                if (random.NextDouble() > (at.Hour is >= 18 or < 1 ? 1 : 0.7)) continue;
                if (random.NextDouble() < ServeProbability.Of(line, spent, at)) spent += line.PriceMicros;
            }
            delivered.Add((spent - before) / line.PriceMicros);
        }
        output.WriteLine($"supply {actual:P0} of its forecast: delivered {string.Join(", ", delivered)} of 15,000, 15,000, 30,000; {delivered.Sum()} of 60,000");
        Assert.All(delivered.Zip([15_000, 15_000, 30_000]), pair => Assert.InRange(pair.First, pair.Second * 0.9, pair.Second * 1.1));
        Assert.True(spent <= booked.Budget.Micros);
    }

    internal static LinesBooked Order(Sample sample, decimal cpm = 10m, IReadOnlyList<Guid>? segments = null, (int From, int To, decimal Budget)[]? steps = null)
    {
        steps ??= [(0, 3, 100m)];
        var currency = "EUR";
        return new()
        {
            AccountId = sample.AdvertiserId,
            PublisherId = sample.PublisherId,
            OrderId = Sample.NewId(),
            PlanId = Sample.NewId(),
            PlanVersion = 1,
            CampaignId = sample.CampaignId,
            Objective = Objective.Clicks,
            Zone = "Europe/Paris",
            BookedAt = TestApp.DefaultNow,
            Lines =
            [
                new()
                {
                    LineId = sample.LineId,
                    Kind = BookingKind.Guaranteed,
                    Cpm = Money.FromUnits(cpm, currency),
                    Budget = Money.FromUnits(steps.Sum(step => step.Budget), currency),
                    Impressions = (long)(steps.Sum(step => step.Budget) / cpm * 1000),
                    Start = Sample.Monday.AddDays(steps[0].From),
                    End = Sample.Monday.AddDays(steps[^1].To),
                    Targeting = new() { TitleId = sample.TitleId, Title = "Velvet Harbour", Format = sample.Format, Genres = sample.Genres, Geography = sample.Geography, Segments = segments ?? [] },
                    Pacing = [.. steps.Select(step => new PacingStep(Sample.Monday.AddDays(step.From), Sample.Monday.AddDays(step.To), Money.FromUnits(step.Budget, currency), (long)(step.Budget / cpm * 1000)))],
                },
            ],
        };
    }
}
