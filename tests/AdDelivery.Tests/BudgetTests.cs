using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Tests;

public sealed class BudgetTests
{
    [Fact]
    public async Task A_campaign_stops_when_its_money_is_reserved_and_goes_on_when_decisions_expire()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Budget = 0.05m, Cpm = 10m });
        var adServer = app.AdServer();

        var served = 0;
        for (var i = 0; i < 12; i++) served += (await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request())).Length;
        Assert.Equal(5, served);

        app.App.Clock.Advance(TimeSpan.FromHours(1.2));
        await Testing.TestApp.EventuallyAsync(async () => await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()) is null, "expired decisions free their price");
    }

    /// <summary>A crash forgets all memory at once: the book is thrown away, tokens and leases of the process before stay out.</summary>
    [Fact]
    public async Task Billed_never_exceeds_a_budget_over_random_crashes_and_in_the_end_nothing_is_lost()
    {
        await using var app = await DeliveryApp.StartAsync(("LeaseLifetime", "00:05:00"), ("LeaseMinImpressions", "3"));
        foreach (var seed in Enumerable.Range(1, 4)) await SimulateAsync(app, seed);
    }

    private static async Task SimulateAsync(DeliveryApp app, int seed)
    {
        var random = new Random(seed);
        var sample = new Sample { Budget = 0.4m, Cpm = 7m + (2 * seed) };
        await app.App.PublishAsync(sample.Activated());
        await app.UntilAsync(sample, live => live is not null);
        var services = app.App.Services;
        var (writer, options) = (services.GetRequiredService<DeliveryWriter>(), services.GetRequiredService<IOptions<AdDeliveryOptions>>());
        var line = services.GetRequiredService<Snapshots>().Of(sample.PublisherId).Campaign(sample.CampaignId)!.Lines[0];
        var start = app.App.Clock.GetUtcNow();
        var (book, caps) = (new BudgetBook(), new CapCounter());
        var leases = new Leases(book, writer, options, app.App.Clock);
        var tokens = new List<EventToken>();
        var crashes = 0;

        for (var step = 0; step < 200; step++)
        {
            var now = app.App.Clock.GetUtcNow();
            switch (random.Next(20))
            {
                case < 9:
                    var id = Hosting.Ids.New(now);
                    if (await leases.ReserveAsync(line, id, now, CancellationToken.None) is { } held) tokens.Add(Token(line, id, held, now, options.Value));
                    break;
                case < 16 when tokens.Count > 0:
                    await FireAsync(tokens[random.Next(tokens.Count)], now);
                    break;
                case < 18:
                    app.App.Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 25)));
                    book.ReleaseExpired(app.App.Clock.GetUtcNow());
                    break;
                case 18:
                    crashes++;
                    book = new BudgetBook();
                    book.Restore(line.Plan.LineId, sample.CampaignId, await BilledAsync(app, sample));
                    leases = new Leases(book, writer, options, app.App.Clock);
                    break;
                default:
                    var finished = book.Accounts.SelectMany(a => a.TakeFinished(now)).Select(l => l.LeaseId).ToList();
                    await writer.CommitAsync(new LeaseReturnWrite(finished), CancellationToken.None);
                    await writer.CommitAsync(new SweepWrite(now, options.Value), CancellationToken.None);
                    break;
            }
            Assert.True(await BilledAsync(app, sample) <= 400_000, $"seed {seed}, step {step}");
        }

        // Everything runs out, then each decision is shown at once: the budget is spent to the last impression.
        for (var step = 0; step < 80; step++)
        {
            if (step % 20 == 0)
            {
                app.App.Clock.Advance(TimeSpan.FromHours(2));
                book.ReleaseExpired(app.App.Clock.GetUtcNow());
                await writer.CommitAsync(new SweepWrite(app.App.Clock.GetUtcNow(), options.Value), CancellationToken.None);
            }
            var now = app.App.Clock.GetUtcNow();
            var id = Hosting.Ids.New(now);
            if (await leases.ReserveAsync(line, id, now, CancellationToken.None) is not { } held) continue;
            Assert.True(await FireAsync(Token(line, id, held, now, options.Value), now));
        }
        var billed = await BilledAsync(app, sample);
        Assert.InRange(billed, 400_000 - line.PriceMicros + 1, 400_000);
        Assert.True(crashes > 0, "the script had no crash");
        app.App.Clock.SetUtcNow(start);

        async Task<bool> FireAsync(EventToken token, DateTimeOffset at)
        {
            var write = new EventWrite(token, DeliveryKind.Impression, at, book, caps);
            await writer.CommitAsync(write, CancellationToken.None);
            return write.Charged;
        }
    }

    private static EventToken Token(LiveLine line, Guid decisionId, Reservation held, DateTimeOffset now, AdDeliveryOptions options) => new()
    {
        DecisionId = decisionId,
        CampaignId = line.Campaign.Document.CampaignId,
        LineId = line.Plan.LineId,
        CreativeId = Guid.Empty,
        AdvertiserId = line.Campaign.Document.AdvertiserId,
        PublisherId = line.Campaign.Document.PublisherId,
        Segment = null,
        Propensity = 1,
        Uniform = false,
        Learn = false,
        ViewerHash = null,
        PriceMicros = line.PriceMicros,
        Currency = "EUR",
        LeaseId = held.Lease.LeaseId,
        DecidedAt = now,
        BillableUntil = now + options.ReservationLifetime,
        AcceptedUntil = now + options.EventWindow,
    };

    private static async Task<long> BilledAsync(DeliveryApp app, Sample sample)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<DeliveryDb>().QueryAsync(
            "SELECT CAST(coalesce(sum(billed_micros), 0) AS BIGINT) FROM spend WHERE campaign_id = @p0", row => row.GetInt64(0), CancellationToken.None, sample.CampaignId))[0];
    }
}
