using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>Who is there to reach, and how each line's impressions spread over them.</summary>
internal sealed class PlanAudience
{
    /// <summary>Interest of a class is kept within these factors of the average: segments tell directions, not zeroes.</summary>
    private const double LeastInterest = 0.2, MostInterest = 5;

    private readonly AudienceClasses classes;
    private readonly Dictionary<string, double>[] interests;
    private readonly bool untargeted;

    private PlanAudience(AudienceClasses classes, double scale, long profiled)
    {
        this.classes = classes;
        Profiled = profiled;
        Scale = scale;
        untargeted = classes.Segments.Count == 0;
        Persons = [.. classes.Persons.Select(p => p * scale)];
        interests = [.. classes.Segments.Select(s => s.TopInterests.Where(i => double.IsFinite(i.Weight) && i.Weight >= 0).GroupBy(i => Genres.Canonical(i.Name)).ToDictionary(g => g.Key, g => g.Max(i => i.Weight)))];
    }

    /// <summary>Per class.</summary>
    public IReadOnlyList<double> Persons { get; }

    public double Universe => Persons.Sum();

    /// <summary>Persons with a profile, on whom the classes' shares rest.</summary>
    public long Profiled { get; }

    /// <summary>Persons of the plan per profiled person, at least 1.</summary>
    public double Scale { get; }

    public string Model => classes.Model;

    public double Misfit => classes.Misfit;

    public int SegmentsLeftOut { get; private init; }

    /// <param name="weeklyImpressions">Forecast supply of all lines in an average week.</param>
    /// <remarks>
    /// Inventory is watched by everybody, profiles exist for some: where the supply speaks of more persons than there are
    /// profiles, the universe is the supply's, and the profiles are its sample.
    /// </remarks>
    public static PlanAudience From(long universe, IReadOnlyList<AudienceSegment> segments, IReadOnlyList<SegmentOverlap> overlaps, int? overlapFloor, double weeklyImpressions, PlanningOptions options)
    {
        var profiled = Math.Max(universe, segments.Count > 0 ? segments.Max(s => s.Viewers) : 0);
        var watching = weeklyImpressions / options.ImpressionsPerViewerWeek;
        var classes = AudienceClasses.From(Math.Max(1, profiled), segments, overlaps, overlapFloor);
        return new PlanAudience(classes, Math.Max(1, watching / Math.Max(1, profiled)), profiled) { SegmentsLeftOut = Math.Max(0, segments.Count - AudienceClasses.MaxSegments) };
    }

    /// <summary>Is the class addressed by the campaign? Everybody is when it names no segments.</summary>
    public bool IsTarget(int index) => untargeted || classes.Masks[index] != 0;

    /// <summary>Per class: interest in the line relative to the average person (mean over persons is 1 up to clamping).</summary>
    public double[] Interest(Offer offer)
    {
        var bySegment = new double[interests.Length];
        for (var s = 0; s < interests.Length; s++) bySegment[s] = Topical(s, offer) * Habit(s, offer);

        var result = new double[Persons.Count];
        var (inside, weighted) = (0.0, 0.0);
        for (var k = 0; k < result.Length; k++)
        {
            var mask = classes.Masks[k];
            if (mask == 0) continue;
            var sum = 0.0;
            for (var s = 0; s < bySegment.Length; s++)
                if ((mask >> s & 1) == 1) sum += bySegment[s];
            result[k] = Math.Clamp(sum / classes.SegmentsOf(mask), LeastInterest, MostInterest);
            inside += Persons[k];
            weighted += Persons[k] * result[k];
        }
        for (var k = 0; k < result.Length; k++)
            if (classes.Masks[k] == 0) result[k] = Persons[k] > 0 ? Math.Clamp((Universe - weighted) / Math.Max(Universe - inside, 1e-9), LeastInterest, MostInterest) : 1;
        return result;
    }

    /// <summary>Mean score of the line's topics; a topic that is not among a segment's top interests is at most average for it.</summary>
    private double Topical(int segment, Offer offer)
    {
        var scores = interests[segment];
        var topics = offer.Topics();
        if (topics.Count == 0 || scores.Count == 0) return 1;
        var unlisted = Math.Min(1, scores.Values.Min());
        var matched = topics.Where(scores.ContainsKey).Select(t => scores[t]).ToArray();
        return matched.Length > 0 ? matched.Average() : unlisted;
    }

    /// <summary>How much more than the other segments this one watches at the line's time and on its device.</summary>
    private double Habit(int segment, Offer offer)
    {
        var habit = 1.0;
        if (offer.Line.Daypart is { } daypart) habit *= Relative(segment, s => s.Dayparts, daypart);
        if (offer.Line.Device is { } device) habit *= Relative(segment, s => s.Devices, device);
        return habit;
    }

    private double Relative(int segment, Func<AudienceSegment, IReadOnlyList<Weighted>> shares, string name)
    {
        double Share(AudienceSegment s) => shares(s).FirstOrDefault(w => w.Name == name)?.Weight ?? 0;
        var mean = classes.Segments.Sum(s => Share(s) * s.Viewers) / Math.Max(1, classes.Segments.Sum(s => (double)s.Viewers));
        return mean > 0 ? Share(classes.Segments[segment]) / mean : 1;
    }
}
