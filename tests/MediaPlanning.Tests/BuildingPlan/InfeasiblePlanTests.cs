using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;

namespace AdPlatform.MediaPlanning.Tests.BuildingPlan;

public sealed class InfeasiblePlanTests(PlanningFixture fixture) : IClassFixture<PlanningFixture>
{
    [Theory]
    [InlineData("nowhere", "geographies")]
    [InlineData("excluded", "genre")]
    [InlineData("currency", "priced in EUR, and the plan is in USD (36 lines)")]
    [InlineData("over", "flight")]
    public async Task What_cannot_be_planned_names_the_constraints_and_the_smallest_relaxation(string what, string constraint)
    {
        var planning = fixture.Planning;
        await planning.ImportAsync(PlanningApp.Inventory(12));
        var command = PlanningApp.Command(PlanningApp.NewId(what.Length + 100 * what[0]));
        await planning.App.PublishAsync(what switch
        {
            "nowhere" => command with { Geographies = ["NZ"] },
            "excluded" => command with { Targeting = new Targeting { ExcludedGenres = ["Thrillers", "comedy", "drama", "horror", "family", "documentary"] } },
            "currency" => command with { Budget = new Money(1_000_000_000, "USD") },
            _ => command with { Flight = new Flight(new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 24)) },
        });
        var infeasible = await planning.App.WaitForAsync<MediaPlanInfeasible>(m => m.CampaignId == command.CampaignId);
        Assert.Contains(infeasible.Constraints, c => c.StartsWith(constraint, StringComparison.Ordinal));
        Assert.NotEmpty(infeasible.Relaxation);
        var (status, body) = await PlanningApp.GetAsync(planning.AsAdvertiser(), $"/v1/plans?campaignId={Ids.Format("cmp", command.CampaignId)}");
        Assert.Equal(200, status);
        Assert.Equal(infeasible.Relaxation, body.GetProperty("items")[0].GetProperty("infeasible").GetProperty("relaxation").GetString());
    }
}
