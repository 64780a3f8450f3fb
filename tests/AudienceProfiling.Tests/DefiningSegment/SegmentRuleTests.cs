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
    [InlineData("""{"event": {"atLeast": 1001}}""", "rule.event.atLeast")]
    [InlineData("""{"event": {"from": "yesterday"}}""", "rule.event.from")]
    [InlineData("""{"event": {"from": "2026-02-01", "to": "2026-01-01"}}""", "rule.event.from")]
    [InlineData("""{"event": {"from": "2026-02-01", "withinDays": 3}}""", "rule.event.withinDays")]
    [InlineData("""{"event": {"where": []}}""", "rule.event.where")]
    [InlineData("""{"event": {"where": [{"property": "rating", "atLeast": 4}, {"property": "mail", "equals": "x"}]}}""", "rule.event.where[1].property")]
    [InlineData("""{"event": {"where": [{"property": "rating"}]}}""", "rule.event.where[0]")]
    [InlineData("""{"event": {"where": [{"property": "rating", "atLeast": 4}], "genre": "drama"}}""", "rule.event.where")]
    [InlineData("""{"consent": {"purpose": 12, "state": "allowed"}}""", "rule.consent.purpose")]
    [InlineData("""{"consent": {"purpose": 4, "state": "yes"}}""", "rule.consent.state")]
    [InlineData("""{"not": {"segment": "cmp_1"}}""", "rule.not.segment")]
    [InlineData("""{"score": {"name": "a"}}""", "rule.score")]
    [InlineData("""{"score": {"elements": [{"points": 1, "when": {"and": []}}, {"points": 1, "each": {"withinDays": 0}}], "atLeast": 1}}""", "rule.score.elements[1].each.withinDays")]
    [InlineData("""{"score": {"elements": [{"points": 1, "when": {"and": []}, "upTo": 3}], "atLeast": 1}}""", "rule.score.elements[0].upTo")]
    [InlineData("""{"trait": {"name": "plan\u0000", "equals": 1}}""", "rule.trait.name")]
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

    [Theory]
    [InlineData("""{"and": [{"trait": {"name": "religion", "exists": true}}]}""", "rule.and[0].trait", "religion or belief")]
    [InlineData("""{"not": {"trait": {"name": "homeParish", "contains": "Catholic"}}}""", "rule.not.trait", "religion or belief")]
    [InlineData("""{"interest": {"genre": "LGBTQ Movies", "atLeast": 1}}""", "rule.interest", "sexual orientation")]
    [InlineData("""{"interest": {"category": "325", "atLeast": 1}}""", null, null)]
    [InlineData("""{"interest": {"category": "314", "atLeast": 1}}""", "rule.interest", "IAB category 314")]
    [InlineData("""{"interest": {"category": "KHPC6A", "atLeast": 1}}""", "rule.interest", "special category")]
    [InlineData("""{"event": {"name": "diabetes_diary_opened"}}""", "rule.event", "health")]
    [InlineData("""{"score": {"elements": [{"points": 1, "each": {"name": "Voter Guide"}}], "atLeast": 1}}""", "rule.score.elements[0].each", "political opinion")]
    [InlineData("""{"trait": {"name": "age", "atMost": 17}}""", "rule.trait", "minors")]
    [InlineData("""{"trait": {"name": "age", "atLeast": 18}}""", null, null)]
    [InlineData("""{"trait": {"name": "profileType", "in": ["adult", "Kids"]}}""", "rule.trait", "minors")]
    [InlineData("""{"event": {"genre": "children's", "atMost": 0}}""", "rule.event", "minors")]
    [InlineData("""{"interest": {"genre": "thriller", "atLeast": 1}}""", null, null)]
    public void A_rule_that_could_reveal_a_sensitive_category_or_a_minor_is_refused_with_the_reason(string rule, string? path, string? reason)
    {
        var errors = new FieldErrors();

        var read = Read(rule, errors);

        Assert.Equal(path is null, read is not null);
        if (path is null) return;
        var (field, reasons) = Assert.Single(errors.ToDictionary());
        Assert.Equal(path, field);
        Assert.Contains(reason!, reasons[0], StringComparison.Ordinal);
        Assert.Contains("DSA art. 2", reasons[0], StringComparison.Ordinal);
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
    [InlineData("""{"event": {"name": "Watched", "from": "2026-03-02", "to": "2026-03-02"}}""", true)]
    [InlineData("""{"event": {"name": "Watched", "from": "2026-03-03", "to": "2026-03-30"}}""", false)]
    [InlineData("""{"event": {"name": "Rated", "where": [{"property": "rating", "atLeast": 4}], "atLeast": 2}}""", true)]
    [InlineData("""{"event": {"name": "Rated", "where": [{"property": "rating", "equals": 5}], "atLeast": 2}}""", false)]
    [InlineData("""{"consent": {"purpose": 4, "state": "allowed"}}""", true)]
    [InlineData("""{"consent": {"purpose": 9, "state": "unstated"}}""", true)]
    [InlineData("""{"score": {"elements": [{"points": 5, "when": {"country": ["FR"]}}, {"points": 2, "each": {"name": "Watched"}, "upTo": 2}], "atLeast": 9, "atMost": 9}}""", true)]
    [InlineData("""{"country": ["fr", "BE"]}""", true)]
    [InlineData("""{"device": ["mobile"]}""", false)]
    [InlineData("""{"not": {"language": ["de"]}}""", true)]
    [InlineData("""{"or": [{"device": ["mobile"]}, {"country": ["FR"]}]}""", true)]
    public void A_rule_says_who_is_in(string rule, bool expected)
    {
        var condition = Read(rule, new FieldErrors());

        var rules = new RuleSet([condition!], historyDays: 400).Rent(EvaluationTime.At(Now, TimeSpan.FromDays(30)));
        rules.Look(Viewer());
        Assert.Equal(expected, rules.Holds(0));
    }

    private static Condition? Read(string rule, FieldErrors errors) => ConditionReading.Read(JsonDocument.Parse(rule).RootElement, "rule", new(400, ["rating"]), errors);

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
        var rated = profile.Events["Rated"] = new EventHistory();
        foreach (var stars in new[] { 5, 4, 3 }) rated.Add(Now.AddDays(-40), [], $$"""{"rating":{{stars}}}""");
        profile.Consent[4] = new(true, Now, "test");
        return profile;
    }
}
