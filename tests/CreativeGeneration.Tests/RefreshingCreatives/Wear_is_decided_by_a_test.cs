using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.RefreshingCreatives;

namespace AdPlatform.CreativeGeneration.Tests.RefreshingCreatives;

public sealed class Wear_is_decided_by_a_test
{
    private static readonly Guid One = Guid.Parse("0199c0de-0000-7000-8000-00000000000a");
    private static readonly Guid Two = Guid.Parse("0199c0de-0000-7000-8000-00000000000b");
    private static readonly Guid Evening = Guid.Parse("0199c0de-0000-7000-9000-000000000001");
    private static readonly Guid Weekend = Guid.Parse("0199c0de-0000-7000-9000-000000000002");
    private static readonly RefreshOptions Options = new();

    [Fact]
    public void The_options_have_their_documented_defaults() =>
        Assert.Equal((5000, 1000, 20, 0.2, 0.05, 60), (Options.FirstLook, Options.LeastImpressions, Options.LeastClicks, Options.LeastFall, Options.Error, Options.RecordDays));

    [Theory]
    // Worked out apart, with erfc of a mathematical library: z = -5.390605, -0.542167, 5.390605.
    [InlineData(new[] { 1000, 1000, 1000 }, new[] { 50, 25, 10 }, 3.511044539e-8)]
    [InlineData(new[] { 1000, 1000, 1000 }, new[] { 30, 28, 26 }, 0.2938518341)]
    [InlineData(new[] { 1000, 1000, 1000 }, new[] { 10, 25, 50 }, 0.9999999649)]
    [InlineData(new[] { 1000, 1000 }, new[] { 0, 0 }, 1)]
    public void The_trend_test_is_Armitages(int[] impressions, int[] clicks, double p) =>
        Assert.Equal(1, Significance.Falling([.. impressions.Zip(clicks, (n, r) => new Response(n, r))]) / p, 6);

    [Fact]
    public void The_test_of_two_proportions_agrees_with_its_definition()
    {
        // Pooled p = 0.045, z = -0.03 / sqrt(0.045 * 0.955 * 0.002) = -3.23592; Phi = 0.000606.
        Assert.Equal(0.000606, Significance.Lower(new(1000, 30), new(1000, 60)), 5);
        Assert.Equal(0.5, Significance.Lower(new(1000, 30), new(1000, 30)), 6);
    }

    [Fact]
    public void A_falling_response_is_fatigue_and_a_steady_one_is_not()
    {
        var wear = Wearing.Decide([Cell(One, Evening, 60, 40, 22, 12), Cell(Two, Weekend, 33, 34, 32, 35)], 1, Options);
        var reason = Assert.Single(wear.Reasons);
        Assert.Equal((RefreshKind.Fatigue, One, Evening, 4000L, 134L), (reason.Kind, reason.CreativeId, reason.SegmentId, reason.Impressions, reason.Clicks));
        Assert.True(reason.Rate < reason.Reference && reason.PValue < 1e-6, reason.ToString());
    }

    [Fact]
    public void A_fall_that_chance_explains_is_none_however_large_it_looks() =>
        Assert.Empty(Wearing.Decide([Cell(One, Evening, 9, 8, 6, 5), Cell(Two, Weekend, 9, 8, 8, 9)], 1, Options).Reasons);

    [Fact]
    public void The_more_often_one_looks_the_stronger_it_must_show()
    {
        Shown[] shown = [Cell(One, Evening, 40, 33, 28, 18), Cell(Two, Weekend, 30, 29, 31, 30)];
        Assert.Contains(Wearing.Decide(shown, 1, Options).Reasons, r => r.Kind == RefreshKind.Fatigue);
        Assert.DoesNotContain(Wearing.Decide(shown, 20, Options).Reasons, r => r.Kind == RefreshKind.Fatigue);
    }

    [Fact]
    public void A_segment_that_responds_less_than_the_rest_is_weak_and_the_better_creative_a_winner()
    {
        var wear = Wearing.Decide([Cell(One, Evening, 50, 51, 49, 50), Cell(Two, Weekend, 20, 19, 21, 20)], 1, Options);
        var reason = Assert.Single(wear.Reasons);
        Assert.Equal((RefreshKind.WeakSegment, Weekend, 0.02, 0.05), (reason.Kind, reason.SegmentId, reason.Rate, reason.Reference));
        Assert.Equal([One], wear.Winners);
    }

    [Fact]
    public void Variants_are_exhausted_when_all_of_a_format_are_tired()
    {
        var wear = Wearing.Decide([Cell(One, Evening, 60, 40, 22, 12), Cell(Two, Evening, 60, 41, 23, 12)], 1, Options);
        Assert.Equal([RefreshKind.ExhaustedVariants, RefreshKind.Fatigue, RefreshKind.Fatigue], wear.Reasons.Select(r => r.Kind).Order().Reverse());
        Assert.DoesNotContain(Wearing.Decide([Cell(One, Evening, 60, 40, 22, 12), Cell(Two, Evening, 30, 30, 30, 30)], 1, Options).Reasons, r => r.Kind == RefreshKind.ExhaustedVariants);
    }

    [Fact]
    public void Of_a_thousand_steady_campaigns_few_are_called_worn()
    {
        var random = new Random(7);
        long Clicks() => Enumerable.Range(0, 1000).LongCount(_ => random.NextDouble() < 0.03);
        var called = Enumerable.Range(0, 1000).Count(_ => Wearing.Decide([Cell(One, Evening, Clicks(), Clicks(), Clicks(), Clicks()), Cell(Two, Weekend, Clicks(), Clicks(), Clicks(), Clicks())], 1, Options).Reasons.Count > 0);
        // The first look has half of 5%.
        Assert.InRange(called, 0, 35);
    }

    private static Shown Cell(Guid creative, Guid segment, params long[] clicks) => new(creative, "native", "en", segment, [.. clicks.Select(c => new Response(1000, c))]);
}
