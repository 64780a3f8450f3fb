using System.Globalization;
using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Offer = AdPlatform.MediaPlanning.BuildingPlan.Offer;

namespace AdPlatform.MediaPlanning.Tests.BuildingPlan;

public sealed class BuildPlanTests
{
    [Fact]
    public async Task A_plan_is_certified_adds_up_to_the_cent_and_keeps_supply()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)));
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();

        Assert.InRange(plan.Certificate.Gap, 0, 1e-4);
        Assert.Equal((plan.Certificate.Bound - plan.Certificate.Value) / plan.Certificate.Value, plan.Certificate.Gap, 12);
        Assert.Equal("latent-class", plan.ReachModel);
        var total = plan.Lines.Sum(l => l.Budget.Micros);
        Assert.InRange(total, 19_999_990_000, 20_000_000_000);
        Assert.InRange(plan.Lines.Count, 10, 200);
        Assert.InRange(plan.Reach, 1, 400_000);
        Assert.All(plan.Lines, line =>
        {
            Assert.Equal(line.Budget.Micros, line.Weeks.Sum(w => w.Budget.Micros));
            Assert.Equal(line.Impressions, line.Weeks.Sum(w => w.Impressions));
            Assert.True(line.Budget.Micros >= 100_000_000, $"{line.Title} has {line.Budget}, below the smallest booking");
            Assert.All(line.Weeks, w => Assert.Equal(DayOfWeek.Monday, w.Monday.DayOfWeek));
            Assert.All(line.Weeks, w => Assert.True(w.Budget.Micros % 10_000 == 0 && w.Impressions <= w.Supply + 1));
            Assert.True((decimal)line.Impressions * line.Cpm.Micros / 1000 <= line.Budget.Micros);
        });
        // The three formats of a title sell the same impressions: together they stay within the pool's supply, the largest of theirs.
        foreach (var pool in plan.Lines.SelectMany(l => l.Weeks.Select(w => (l.TitleId, Week: w))).GroupBy(p => (p.TitleId, p.Week.Monday)))
            Assert.True(pool.Sum(p => p.Week.Impressions) <= 80_000);
    }

    [Fact]
    public async Task Video_is_bought_where_the_publisher_sells_it_and_the_brief_asks_for_it()
    {
        await using var planning = await PlanningApp.StartAsync();
        var csv = PlanningApp.Inventory(12);
        await planning.ImportAsync(csv + string.Concat(csv.Split('\n').Where(row => row.Contains(FormatIds.Pause1920x1080, StringComparison.Ordinal)).Select(row => row.Replace(FormatIds.Pause1920x1080, FormatIds.Video1920x1080, StringComparison.Ordinal) + "\n")));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Formats = [FormatIds.Video1920x1080, FormatIds.Native] });
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(2)) with { Formats = [FormatIds.Native] });
        var filmed = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(1));
        var drawn = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(2));
        Assert.Equal([FormatIds.Native, FormatIds.Video1920x1080], filmed.Lines.Select(l => l.Format).Distinct().Order());
        Assert.Equal([FormatIds.Native], drawn.Lines.Select(l => l.Format).Distinct());
    }

    [Fact]
    public async Task A_repeated_command_is_answered_with_the_same_plan_also_after_a_restart()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(12));
        var command = PlanningApp.Command(PlanningApp.NewId(1));
        await planning.App.PublishAsync(command);
        var first = await planning.App.WaitForAsync<MediaPlanBuilt>();
        await planning.App.RestartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(20));
        await planning.App.PublishAsync(command);
        var second = await planning.App.WaitForAsync<MediaPlanBuilt>();
        Assert.Equal(JsonSerializer.Serialize(first, PlatformJson.Bus), JsonSerializer.Serialize(second, PlatformJson.Bus));
    }

    [Fact]
    public async Task Interests_of_the_segments_decide_which_titles_are_bought()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Segments = [PlanningApp.Segment(1, 80_000, ("horror", 3.0))], Budget = new Money(2_000_000_000, "EUR") });
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(2)) with { Segments = [PlanningApp.Segment(1, 80_000, ("comedy", 3.0))], Budget = new Money(2_000_000_000, "EUR") });
        var horror = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(1));
        var comedy = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(2));
        static double Share(MediaPlanBuilt plan, string genre) => (double)plan.Lines.Where(l => l.Genres.Contains(genre)).Sum(l => l.Budget.Micros) / plan.Lines.Sum(l => l.Budget.Micros);
        Assert.True(Share(horror, "horror") > 0.9, $"{Share(horror, "horror")}");
        Assert.True(Share(comedy, "comedy") > 0.9, $"{Share(comedy, "comedy")}");
    }

    [Fact]
    public async Task Excluded_genres_and_foreign_currencies_are_left_out_and_said_so()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        await planning.ImportAsync(PlanningApp.Inventory(30, currency: "USD").Replace("tt-title", "tt-usd", StringComparison.Ordinal));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Targeting = new Targeting { ExcludedGenres = ["horror"] } });
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();
        Assert.DoesNotContain(plan.Lines, l => l.Genres.Contains("horror") || l.Cpm.Currency != "EUR");
        var (_, json) = await PlanningApp.GetAsync(planning.AsAdvertiser(), $"/v1/plans/{Ids.Format("pln", plan.PlanId)}");
        var leftOut = json.GetProperty("explanation").GetProperty("leftOut");
        Assert.Equal(90, leftOut.GetProperty("priced in USD, and the plan is in EUR").GetInt32());
        Assert.Equal(30, leftOut.GetProperty("genre horror is excluded").GetInt32());
    }

    [Fact]
    public async Task A_budget_above_the_supply_is_left_unspent_and_the_sold_out_weeks_are_named()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(3));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Budget = new Money(500_000_000_000, "EUR") });
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();
        var (_, json) = await PlanningApp.GetAsync(planning.AsAdvertiser(), $"/v1/plans/{Ids.Format("pln", plan.PlanId)}");
        Assert.True(decimal.Parse(json.GetProperty("unspent").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture) > 400_000);
        Assert.Contains("sold out", json.GetProperty("explanation").GetProperty("nextUnit").GetString(), StringComparison.Ordinal);
        var soldOut = json.GetProperty("explanation").GetProperty("soldOut").EnumerateArray().ToArray();
        Assert.NotEmpty(soldOut);
        Assert.Contains("in FR, week of 2026-", soldOut[0].GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_on_the_public_netflix_history_buys_its_titles()
    {
        var top10 = await File.ReadAllBytesAsync(PublicData.Path("netflix", "top10-global-to-2025.tsv"));
        var titles = await File.ReadAllBytesAsync(PublicData.Path("netflix", "titles.csv"));
        await using var planning = await PlanningApp.StartAsync();
        await PlanningApp.ImportAsync(planning.AsPublisher(), top10, "netflix-top10");
        await PlanningApp.ImportAsync(planning.AsPublisher(), titles, "netflix-titles");
        planning.App.Clock.SetUtcNow(new DateTimeOffset(2025, 12, 29, 9, 0, 0, TimeSpan.Zero));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Geographies = ["FR", "BE"], Flight = new Flight(new DateOnly(2026, 1, 5), new DateOnly(2026, 2, 8)) });
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();
        Assert.InRange(plan.Certificate.Gap, 0, 1e-4);
        Assert.True(plan.Lines.Min(l => l.Budget.Micros) >= 100_000_000);
        Assert.Contains(plan.Lines, l => l.TitleId == "tt-stranger-things");
        Assert.InRange(plan.Lines.Count, 10, 200);
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(plan, PlatformJson.Bus).Length < 1024 * 1024);
    }

    [Fact]
    public async Task The_stored_inputs_give_the_same_plan_again()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(20));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)));
        var told = await planning.App.WaitForAsync<MediaPlanBuilt>();
        await using var scope = planning.App.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<PlanningDb>().PlanInputs.SingleAsync();
        var lineIds = new Queue<Guid>(told.Lines.Select(l => l.LineId));
        var again = BuildPlan.Decide(JsonSerializer.Deserialize<PlanInputs>(stored.Inputs, PlatformJson.Bus)!, told.PlanId, planning.App.Clock.GetUtcNow(), lineIds.Dequeue);
        Assert.Equal(JsonSerializer.Serialize(told, PlatformJson.Bus), JsonSerializer.Serialize(Assert.IsType<PlanOutcome.Built>(again).Message, PlatformJson.Bus));
    }

    [Fact]
    public async Task What_was_not_bought_says_why()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        await planning.ImportAsync(PlanningApp.Inventory(1).Replace("tt-title-0", "tt-dear", StringComparison.Ordinal).Replace("Title, number 0", "A dear one", StringComparison.Ordinal)
            .Replace("pool-0", "pool-dear", StringComparison.Ordinal).Replace("FR,,,", "FR,,,9", StringComparison.Ordinal));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)) with { Budget = new Money(2_000_000_000, "EUR") });
        var plan = await planning.App.WaitForAsync<MediaPlanBuilt>();
        var (_, json) = await PlanningApp.GetAsync(planning.AsAdvertiser(), $"/v1/plans/{Ids.Format("pln", plan.PlanId)}");
        var explanation = json.GetProperty("explanation");
        Assert.Equal(93 - plan.Lines.Count, explanation.GetProperty("notBought").GetInt32());
        Assert.All(explanation.GetProperty("nearMisses").EnumerateArray(), m => Assert.StartsWith("its first EUR brings ", m.GetProperty("words").GetString(), StringComparison.Ordinal));
        Assert.Contains("more persons at least once", explanation.GetProperty("nextUnit").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frequency_cap_limits_what_is_bought_and_what_is_forecast()
    {
        await using var planning = await PlanningApp.StartAsync();
        await planning.ImportAsync(PlanningApp.Inventory(30));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(1)));
        await planning.App.PublishAsync(PlanningApp.Command(PlanningApp.NewId(2)) with { Targeting = new Targeting { FrequencyCap = new FrequencyCap(1, 2) } });
        var free = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(1));
        var capped = await planning.App.WaitForAsync<MediaPlanBuilt>(m => m.CampaignId == PlanningApp.NewId(2));
        Assert.True(capped.AverageFrequency <= 2 && capped.AverageFrequency < free.AverageFrequency, $"{capped.AverageFrequency} of {free.AverageFrequency}");
    }

    [Theory]
    [InlineData(Objective.Awareness)]
    [InlineData(Objective.Clicks)]
    [InlineData(Objective.Conversions)]
    public void Every_objective_is_certified_and_a_few_profiles_are_a_sample_of_the_audience(Objective objective)
    {
        var request = PlanningApp.Command(PlanningApp.NewId(1)) with { Objective = objective, Universe = 900, Segments = [PlanningApp.Segment(1, 300, ("thriller", 2)), PlanningApp.Segment(2, 0)], Overlaps = [] };
        var inputs = SelectingCandidates.Select(request, new DateOnly(2026, 11, 25), Offers(40), new PlanningOptions());
        var built = Assert.IsType<PlanOutcome.Built>(BuildPlan.Decide(inputs, PlanningApp.NewId(2), TestApp.DefaultNow, () => PlanningApp.NewId(3)));
        Assert.InRange(built.Plan.Certificate.Gap, 0, 1e-4);
        Assert.Equal("independence", built.Message.ReachModel);
        Assert.True(built.Plan.Universe.Persons > 900 && built.Plan.Reach.AtLeast[0] <= built.Plan.Universe.Persons);
        Assert.Contains(built.Plan.Explanation.Notes, n => n.Contains("900 profiled viewers are taken as their sample", StringComparison.Ordinal));
    }

    [Fact]
    public void Budgets_below_the_smallest_booking_and_currencies_without_cents_are_planned_too()
    {
        foreach (var (budget, unit) in new[] { (new Money(7_000_000, "EUR"), 10_000), (new Money(20_000_000_000, "JPY"), 1_000_000) })
        {
            var offers = Offers(12).Select(o => o with { Line = o.Line with { Currency = budget.Currency, CpmMicros = o.Line.CpmMicros * unit / 10_000 } }).ToArray();
            var inputs = SelectingCandidates.Select(PlanningApp.Command(PlanningApp.NewId(1)) with { Budget = budget }, new DateOnly(2026, 11, 25), offers, new PlanningOptions());
            var built = Assert.IsType<PlanOutcome.Built>(BuildPlan.Decide(inputs, PlanningApp.NewId(2), TestApp.DefaultNow, () => PlanningApp.NewId(3)));
            Assert.Equal(budget, built.Plan.Planned);
            Assert.All(built.Plan.Lines, l => Assert.All(l.Weeks, w => Assert.Equal(0, w.Budget.Micros % unit)));
        }
    }

    [Fact]
    public void A_year_of_many_lines_still_fits_one_message()
    {
        var request = PlanningApp.Command(PlanningApp.NewId(1)) with { Flight = new Flight(new DateOnly(2026, 11, 30), new DateOnly(2027, 11, 28)), Budget = new Money(900_000_000_000, "EUR") };
        var inputs = SelectingCandidates.Select(request, new DateOnly(2026, 11, 25), Offers(300), new PlanningOptions());
        var built = Assert.IsType<PlanOutcome.Built>(BuildPlan.Decide(inputs, PlanningApp.NewId(2), TestApp.DefaultNow, () => PlanningApp.NewId(3)));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(built.Message, PlatformJson.Bus).Length, 500_000, 1024 * 1024);
    }

    [Fact]
    public void Lines_that_share_too_little_supply_for_all_their_bookings_leave_it_to_the_best()
    {
        // Five lines on one pool of 30,000 impressions in all: two bookings of 100 EUR at 9 EUR fit, not five.
        var offers = Offers(5).Select(o => o with { Line = o.Line with { Pool = "one", WeeklySupply = 7_500 } }).ToArray();
        var inputs = SelectingCandidates.Select(PlanningApp.Command(PlanningApp.NewId(1)), new DateOnly(2026, 11, 25), offers, new PlanningOptions());
        var built = Assert.IsType<PlanOutcome.Built>(BuildPlan.Decide(inputs, PlanningApp.NewId(2), TestApp.DefaultNow, () => PlanningApp.NewId(3)));
        Assert.InRange(built.Plan.Impressions, 20_000, 30_000);
        Assert.All(built.Plan.Lines, l => Assert.True(l.Budget.Micros >= 100_000_000));
    }

    private static IReadOnlyList<Offer> Offers(int titles) => [.. Enumerable.Range(0, titles).Select(k => new Offer(
        new InventoryLine
        {
            PublisherId = PlanningApp.Publisher, LineKey = $"k{k:000}", TitleId = $"tt-{k}", Format = FormatIds.Native, Geography = "FR", CpmMicros = 9_000_000 + 100_000 * (k % 7),
            Currency = "EUR", WeeklySupply = 30_000 + 1000 * (k % 11), Pool = k % 4 == 0 ? $"pool-{k / 8}" : null, Source = "csv",
        },
        new Title { PublisherId = PlanningApp.Publisher, TitleId = $"tt-{k}", Name = $"Title {k}", Genres = k % 3 == 0 ? "thriller" : "comedy", Categories = "" }, "FR", []))];
}
