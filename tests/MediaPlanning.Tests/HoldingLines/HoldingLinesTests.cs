using System.Diagnostics;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.HoldingLines;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.MediaPlanning.Tests.HoldingLines;

public sealed class HoldingLinesTests
{
    private const int Buyers = 100;

    /// <summary>A plan buys about 50,000 of the 100,000 impressions of one week: two buyers fit, not a hundred.</summary>
    private const string Scarce = "title_id,title,genres,format,geography,cpm,currency,weekly_supply\ntt-scarce,Scarce,drama,native,FR,10.00,EUR,100000\n";

    private const string Request = """
        {"budget":{"amount":"450.00","currency":"EUR"},"flight":{"start":"2026-11-30","end":"2026-12-06"},"geographies":["FR"]}
        """;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_hundred_at_once_never_book_more_than_there_is_and_every_loser_is_told_what_is_left(StorageProvider provider)
    {
        await using var planning = await PlanningApp.StartAsync(await TestServers.StoreAsync(provider));
        await planning.ImportAsync(Scarce);
        var clients = Enumerable.Range(0, Buyers).Select(n => planning.AsAdvertiser($"acc_buyer{n:000}")).ToArray();
        var plans = new List<(HttpClient Client, string Plan, long Impressions)>();
        foreach (var client in clients)
        {
            var (status, plan) = await PlanningApp.PostAsync(client, "/v1/plans", Request);
            Assert.True(status == 201, plan.ToString());
            plans.Add((client, plan.GetProperty("planId").GetString()!, plan.GetProperty("impressions").GetInt64()));
        }

        var answers = await Task.WhenAll(plans.Select((p, n) => PlanningApp.PostAsync(p.Client, $"/v1/plans/{p.Plan}/{(n % 2 == 0 ? "book" : "hold")}", "{}")));
        var won = plans.Where((_, n) => answers[n].Status == 200).ToArray();
        Assert.Equal(100_000 / 45_000, won.Length);
        Assert.All(answers.Where(a => a.Status != 200), a =>
        {
            Assert.Equal(409, a.Status);
            Assert.Contains("45000 impressions asked for, 10000 left", a.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        });
        var (_, avails) = await PlanningApp.GetAsync(planning.AsPublisher(), "/v1/inventory/avails");
        var week = Assert.Single(avails.EnumerateArray());
        Assert.Equal((100_000, won.Sum(p => p.Impressions)), (week.GetProperty("forecast").GetInt64(), week.GetProperty("taken").GetInt64()));
        Assert.Equal(10_000, week.GetProperty("avails").GetInt64());
    }

    [Fact]
    public async Task The_database_itself_refuses_an_oversold_week()
    {
        await using var planning = await PlanningApp.StartAsync();
        await using var scope = planning.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanningDb>();
        db.AvailWeeks.Add(new AvailWeek { PublisherId = "p", SupplyKey = "k", Monday = new DateOnly(2026, 11, 30), Capacity = 100, Taken = 101 });
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => db.CommitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_hold_that_runs_out_is_for_sale_again_and_says_so()
    {
        await using var planning = await PlanningApp.StartAsync(new Dictionary<string, string?> { ["AdPlatform:MediaPlanning:HoldSweepInterval"] = "00:00:00.1" });
        await planning.ImportAsync(Scarce);
        var (first, second) = (planning.AsAdvertiser("acc_first"), planning.AsAdvertiser("acc_second"));
        var held = await PlanAsync(first, "900.00");
        var (status, order) = await PlanningApp.PostAsync(first, $"/v1/plans/{held}/hold", """{"hours":1}""");
        Assert.Equal((200, "held"), (status, order.GetProperty("status").GetString()));
        var told = await planning.App.WaitForAsync<LinesHeld>();
        Assert.Equal((90_000, TestApp.DefaultNow.AddHours(1)), (told.Lines.Sum(l => l.Impressions), told.ExpiresAt));

        // What is left is what others can plan with.
        var (_, rest) = await PlanningApp.PostAsync(second, "/v1/plans", Request);
        Assert.Equal(10_000, rest.GetProperty("impressions").GetInt64());

        planning.App.Clock.Advance(TimeSpan.FromHours(2));
        var released = await planning.App.WaitForAsync<LinesReleased>();
        Assert.Equal((ReleaseReason.Expired, told.PlanId), (released.Reason, released.PlanId));
        Assert.Equal(told.Lines.Select(l => l.LineId), released.LineIds);
        var (_, again) = await PlanningApp.PostAsync(second, "/v1/plans", Request);
        Assert.Equal(45_000, again.GetProperty("impressions").GetInt64());
    }

    [Fact]
    public async Task A_booking_tells_delivery_all_it_needs_and_can_be_released()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(12));
        var client = planning.AsAdvertiser();
        var (_, plan) = await PlanningApp.PostAsync(client, "/v1/plans", """{"text":"5000 euros in France from 2 to 20 December, at most 3 times a day","zone":"Europe/Paris"}""");
        var id = plan.GetProperty("planId").GetString()!;
        var deal = plan.GetProperty("lines")[0].GetProperty("lineId").GetString()!;
        var (status, order) = await PlanningApp.PostAsync(client, $"/v1/plans/{id}/book", $$"""{"lines":{"{{deal}}":{"guaranteed":false,"dealId":"deal-7"} } }""");
        Assert.True(status == 200, order.ToString());
        var booked = await planning.App.WaitForAsync<LinesBooked>();
        Assert.Equal((PlanningApp.Advertiser, PlanningApp.Publisher, "Europe/Paris", 3), (booked.AccountId, booked.PublisherId, booked.Zone, booked.FrequencyCap!.PerDay));
        Assert.All(booked.Lines, line =>
        {
            Assert.Equal(line.Budget.Micros, line.Pacing.Sum(p => p.Budget.Micros));
            Assert.Equal(line.Impressions, line.Pacing.Sum(p => p.Impressions));
            Assert.True(line.Start >= new DateOnly(2026, 12, 2) && line.End <= new DateOnly(2026, 12, 20));
            Assert.All(line.Pacing.Zip(line.Pacing.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
        });
        Assert.Equal(plan.GetProperty("impressions").GetInt64(), booked.Lines.Sum(l => l.Impressions));
        Assert.Equal((BookingKind.NotGuaranteed, "deal-7"), booked.Lines.Where(l => l.DealId is not null).Select(l => (l.Kind, l.DealId!)).Single());
        Assert.Equal(409, (await PlanningApp.PostAsync(client, $"/v1/plans/{id}/book", "{}")).Status);
        Assert.Equal(404, (await PlanningApp.PostAsync(planning.AsAdvertiser("acc_other"), $"/v1/plans/{id}/book", "{}")).Status);

        // The order is kept as it was booked.
        var (_, read) = await PlanningApp.GetAsync(client, $"/v1/plans/{id}/order");
        Assert.Equal(order.ToString(), read.ToString());
        Assert.Equal(200, (await PlanningApp.PostAsync(client, $"/v1/plans/{id}/release", "{}")).Status);
        Assert.Equal(booked.Lines.Count, (await planning.App.WaitForAsync<LinesReleased>()).LineIds.Count);
        var (_, avails) = await PlanningApp.GetAsync(planning.AsPublisher(), "/v1/inventory/avails");
        Assert.All(avails.EnumerateArray(), week => Assert.Equal(0, week.GetProperty("taken").GetInt64()));
    }

    [Fact]
    public async Task A_request_in_plain_words_becomes_a_held_insertion_order()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(60));
        var client = planning.AsAdvertiser();
        var started = Stopwatch.GetTimestamp();
        var (created, plan) = await PlanningApp.PostAsync(client, "/v1/plans", """{"text":"Reach young parents in France in December with 20k, at least three times, not in horror"}""");
        Assert.True(created == 201, plan.ToString());
        var (status, order) = await PlanningApp.PostAsync(client, $"/v1/plans/{plan.GetProperty("planId").GetString()}/hold", "{}");
        TestContext.Current.TestOutputHelper?.WriteLine($"from words to a held order: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
        Assert.Equal((200, "held"), (status, order.GetProperty("status").GetString()));
        Assert.DoesNotContain(order.GetProperty("lines").EnumerateArray(), line => line.GetProperty("targeting").GetProperty("genres").EnumerateArray().Any(g => g.GetString() == "horror"));

        using var page = await client.GetAsync(new Uri($"/v1/plans/{plan.GetProperty("planId").GetString()}/order.html", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Contains(order.GetProperty("impressions").GetInt64().ToString("N0", System.Globalization.CultureInfo.InvariantCulture), html, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ADPLATFORM_KEEP_PAGES") is { } folder) await File.WriteAllTextAsync(Path.Combine(folder, "order.html"), html);
    }

    private static async Task<string> PlanAsync(HttpClient client, string amount)
    {
        var (status, plan) = await PlanningApp.PostAsync(client, "/v1/plans", Request.Replace("450.00", amount, StringComparison.Ordinal));
        Assert.True(status == 201, plan.ToString());
        return plan.GetProperty("planId").GetString()!;
    }
}
