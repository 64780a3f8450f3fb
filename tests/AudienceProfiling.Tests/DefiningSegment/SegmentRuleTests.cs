using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Http;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

public sealed class SegmentRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 18, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"and": [{"event": {}}, {"event": {"withinDays": 0}}]}""", "rule.and[1].event.withinDays")]
    [InlineData("""{"and": [{"event": {"withinDays": 401}}]}""", "rule.and[0].event.withinDays")]
    [InlineData("""{"or": []}""", "rule.or")]
    [InlineData("""{"or": [{"not": {"trait": {"name": "age", "atLeast": "old"}}}]}""", "rule.or[0].not.trait.atLeast")]
    [InlineData("""{"trait": {"equals": 1}}""", "rule.trait.name")]
    [InlineData("""{"trait": {"name": "a", "equals": 1, "in": [2]}}""", "rule.trait")]
    [InlineData("""{"trait": {"name": "a", "in": []}}""", "rule.trait.in")]
    [InlineData("""{"interest": {"genre": "thriller"}}""", "rule.interest")]
    [InlineData("""{"interest": {"genre": "thriller", "atLeast": 3, "atMost": 2}}""", "rule.interest.atLeast")]
    [InlineData("""{"interest": {"genre": "thriller", "measure": "sum", "atLeast": 3}}""", "rule.interest.measure")]
    [InlineData("""{"event": {"name": "A", "atleast": 3}}""", "rule.event.atleast")]
    [InlineData("""{"country": "FR"}""", "rule.country")]
    [InlineData("""{"colour": ["red"]}""", "rule.colour")]
    [InlineData("""{"and": [], "or": []}""", "rule")]
    [InlineData("""{"and": [7]}""", "rule.and[0]")]
    [InlineData("null", "rule")]
    public void A_fault_is_named_by_its_path_in_the_tree(string rule, string path)
    {
        var errors = new FieldErrors();

        Assert.Null(Read(rule, errors));

        Assert.Equal(path, Assert.Single(errors.ToDictionary()).Key);
    }

    [Fact]
    public void A_tree_too_deep_or_too_wide_is_refused_without_a_crash()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"not\":", 30)) + "{\"event\":{}}" + new string('}', 30);
        var wide = $"{{\"and\":[{string.Join(',', Enumerable.Repeat("{\"event\":{}}", 300))}]}}";
        foreach (var rule in new[] { deep, wide })
        {
            var errors = new FieldErrors();
            Assert.Null(Read(rule, errors));
            Assert.True(errors.Any);
        }
    }

    [Theory]
    [InlineData("""{"and": []}""", true)]
    [InlineData("""{"trait": {"name": "plan", "equals": "premium"}}""", true)]
    [InlineData("""{"trait": {"name": "plan", "notEquals": "premium"}}""", false)]
    [InlineData("""{"trait": {"name": "plan", "in": ["basic", "premium"]}}""", true)]
    [InlineData("""{"trait": {"name": "plan", "contains": "PREM"}}""", true)]
    [InlineData("""{"trait": {"name": "age", "atLeast": 40}}""", true)]
    [InlineData("""{"trait": {"name": "age", "atMost": 39}}""", false)]
    [InlineData("""{"trait": {"name": "missing", "atMost": 39}}""", false)]
    [InlineData("""{"trait": {"name": "missing", "exists": false}}""", true)]
    [InlineData("""{"interest": {"genre": "Thriller", "atLeast": 1.9, "atMost": 2.1}}""", true)]
    [InlineData("""{"interest": {"genre": "thriller", "measure": "share", "atLeast": 0.79, "atMost": 0.81}}""", true)]
    [InlineData("""{"interest": {"genre": "western", "atMost": 0}}""", true)]
    [InlineData("""{"event": {"name": "Watched", "withinDays": 1}}""", true)]
    [InlineData("""{"event": {"name": "Watched", "withinDays": 30, "atLeast": 2}}""", true)]
    [InlineData("""{"event": {"name": "Watched", "withinDays": 29, "atLeast": 2}}""", false)]
    [InlineData("""{"event": {"name": "Watched", "atLeast": 3, "atMost": 3}}""", true)]
    [InlineData("""{"event": {"genre": "drama", "withinDays": 30}}""", false)]
    [InlineData("""{"event": {"genre": "drama"}}""", true)]
    [InlineData("""{"event": {"name": "Cancelled", "atMost": 0}}""", true)]
    [InlineData("""{"country": ["fr", "BE"]}""", true)]
    [InlineData("""{"device": ["mobile"]}""", false)]
    [InlineData("""{"not": {"language": ["de"]}}""", true)]
    [InlineData("""{"or": [{"device": ["mobile"]}, {"country": ["FR"]}]}""", true)]
    public void A_rule_says_who_is_in(string rule, bool expected)
    {
        var condition = Read(rule, new FieldErrors());

        Assert.Equal(expected, CompilingCondition.Compile(condition!)(Viewer(), EvaluationTime.At(Now, TimeSpan.FromDays(30))));
    }

    private static Condition? Read(string rule, FieldErrors errors) => ConditionReading.Read(JsonDocument.Parse(rule).RootElement, "rule", 400, errors);

    /// <summary>Watched something today, a thriller on the first day of a window of 30 days, and a drama a year ago.</summary>
    private static ViewerProfile Viewer()
    {
        var profile = new ViewerProfile { Country = new("FR", Now), Device = new("tv", Now) };
        profile.Traits["plan"] = new(Now, Text: "premium");
        profile.Traits["age"] = new(Now, Number: 44);
        profile.Genres["thriller"] = new DecayedScore(4, Now.AddDays(-30));
        profile.Genres["drama"] = new DecayedScore(0.5, Now);
        var watched = profile.Events["Watched"] = new EventHistory();
        watched.Add(Now, []);
        watched.Add(Now.AddDays(-29).Date.ToUniversalTime(), ["thriller"]);
        watched.Add(Now.AddDays(-365), ["drama"]);
        return profile;
    }
}
