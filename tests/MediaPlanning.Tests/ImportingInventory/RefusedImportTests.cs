using System.Text;

namespace AdPlatform.MediaPlanning.Tests.ImportingInventory;

public sealed class RefusedImportTests(PlanningFixture fixture) : IClassFixture<PlanningFixture>
{
    private const string Header = "title_id,title,genres,format,geography,cpm,currency,weekly_supply\n";
    private const string Good = "tt-a,Velvet Harbour,Thriller|crime,native,FR,12.50,EUR,50000\n";

    [Theory]
    [InlineData("source=xml", "text/csv", Header + Good, 400, "source")]
    [InlineData("source=csv", "text/csv", "title_id,title\n", 400, "cpm")]
    [InlineData("source=csv", "text/csv", "", 400, "cpm")]
    [InlineData("source=csv", "application/json", "{}", 415, "")]
    [InlineData("source=netflix-top10&cpm=-1", "text/csv", "week\n", 400, "cpm")]
    [InlineData("source=csv", "text/csv", Header + "tt-b,Two,comedy,billboard,FR,12.50,EUR,50000\n", 422, "line 2")]
    public async Task A_request_that_cannot_be_read_at_all_is_refused_by_field(string query, string contentType, string body, int expected, string field)
    {
        var (status, problem) = await PlanningApp.ImportAsync(fixture.Planning.AsPublisher(), Encoding.UTF8.GetBytes(body), query["source=".Length..], contentType);
        Assert.Equal(expected, status);
        if (field.Length > 0) Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }
}
