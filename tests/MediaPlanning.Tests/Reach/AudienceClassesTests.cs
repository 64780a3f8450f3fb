using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.MediaPlanning.Tests.Reach;

public sealed class AudienceClassesTests
{
    private static readonly AudienceSegment A = Segment(1, 500);
    private static readonly AudienceSegment B = Segment(2, 300);
    private static readonly AudienceSegment C = Segment(3, 200);

    [Fact]
    public void Classes_are_disjoint_and_keep_every_size_and_overlap()
    {
        SegmentOverlap[] overlaps = [new(A.SegmentId, B.SegmentId, 250), new(C.SegmentId, A.SegmentId, 60), new(B.SegmentId, C.SegmentId, 20)];
        var classes = AudienceClasses.From(1000, [B, C, A], overlaps);
        Assert.Equal(AudienceClasses.LatentClass, classes.Model);
        Assert.Equal(1000, classes.Universe, 6);
        Assert.Equal([500, 300, 200, 250, 60, 20], new[] { 1, 2, 4, 3, 5, 6 }.Select(bits => Math.Round(In(classes, bits), 3)));
        Assert.True(classes.Misfit < 1e-8);
    }

    [Fact]
    public void An_unknown_overlap_is_independence_and_is_labelled_so()
    {
        var classes = AudienceClasses.From(1000, [A, B], []);
        Assert.Equal(AudienceClasses.Independence, classes.Model);
        Assert.Equal(150, In(classes, 3), 6);
    }

    [Fact]
    public void An_overlap_below_the_floor_is_known_to_half_the_floor()
    {
        // Independence says 150 for A and B, which the floor of 50 rules out, and 30 for small D and C, which it allows.
        var small = Segment(4, 150);
        var classes = AudienceClasses.From(1000, [A, B], [], overlapFloor: 50);
        Assert.Equal(AudienceClasses.LatentClass, classes.Model);
        Assert.Equal(25, In(classes, 3), 6);
        Assert.Equal(30, In(AudienceClasses.From(1000, [C, small], [], overlapFloor: 50), 3), 6);
    }

    [Fact]
    public void Overlaps_that_contradict_each_other_are_reported_as_misfit()
    {
        // A and B share everybody in B, A and C share everybody in C, yet B and C are said to cover 500 of A's 300.
        SegmentOverlap[] overlaps = [new(A.SegmentId, B.SegmentId, 300), new(A.SegmentId, C.SegmentId, 0), new(B.SegmentId, C.SegmentId, 150)];
        Assert.True(AudienceClasses.From(1000, [A, B, C], overlaps).Misfit > 0.005);
    }

    [Fact]
    public void Reach_falls_with_k_and_the_parts_of_a_plan_never_exceed_the_whole()
    {
        double[] persons = [700, 300];
        double[][] rates = [[0.0005, 0.65 / 300], [0.001, 0.001]];
        var reach = ReachForecast.Of(persons, rates, [800, 500], capPerPerson: null);
        Assert.Equal(1300, reach.Delivered, 6);
        Assert.Equal(reach.AtLeast.OrderDescending(), reach.AtLeast);
        Assert.InRange(reach.AtLeast[0], reach.Lines.Max(l => l.Own), Math.Min(1000, reach.Lines.Sum(l => l.Own)));
        var without = ReachForecast.Of(persons, [rates[1]], [500], null).AtLeast[0];
        Assert.Equal(reach.AtLeast[0] - without, reach.Lines[0].Exclusive, 6);
    }

    [Fact]
    public void A_frequency_cap_holds_back_what_exceeds_it()
    {
        var reach = ReachForecast.Of([100], [[0.01]], [600], capPerPerson: 2);
        Assert.Equal(reach.AtLeast[0] + reach.AtLeast[1], reach.Delivered, 9);
        Assert.Equal(600, reach.Delivered + reach.Capped, 6);
        Assert.True(reach.AverageFrequency < 2);
        Assert.Equal(0, reach.AtLeast[2]);
    }

    [Fact]
    public void What_capped_people_cannot_see_goes_to_others_while_there_is_supply()
    {
        var scarce = ReachForecast.Of([100], [[0.01]], [150], capPerPerson: 2);
        var ample = ReachForecast.Of([100], [[0.01]], [150], capPerPerson: 2, room: 20);
        Assert.True(scarce.Capped > 10 && ample.Capped < 1e-3 && ample.AtLeast[0] > scarce.AtLeast[0], $"{scarce.Capped} {ample.Capped}");
        Assert.Equal(150, ample.Delivered, 3);
    }

    [Fact]
    public void One_kind_of_person_follows_the_one_point_curve_within_two_percent()
    {
        // Five intensity nodes stand for the exponential distribution behind Goerg's curve: reach = N I / (I + N).
        foreach (var impressions in new[] { 100.0, 1000, 5000 })
            Assert.Equal(1000 * impressions / (impressions + 1000), ReachForecast.Of([1000], [[0.001]], [impressions], null).AtLeast[0], 20.0);
    }

    private static double In(AudienceClasses classes, int bits) => classes.Masks.Select((mask, k) => (mask & bits) == bits ? classes.Persons[k] : 0).Sum();

    private static AudienceSegment Segment(int id, long viewers) => new(new Guid(id, 0, 0, new byte[8]), 1, $"s{id}", viewers, [], [], [], []);
}
