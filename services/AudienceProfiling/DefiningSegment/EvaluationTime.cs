using AdPlatform.AudienceProfiling.Features;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <param name="Today">Day number (UTC) that windows end on.</param>
internal readonly record struct EvaluationTime(DateTimeOffset Now, int Today, TimeSpan HalfLife)
{
    public static EvaluationTime At(DateTimeOffset now, TimeSpan halfLife) => new(now, EventHistory.DayOf(now), halfLife);
}

/// <summary>Values of a feature, both included; empty when the first is above the last.</summary>
internal readonly record struct ValueRange(int First, int Last)
{
    public static ValueRange Empty { get; } = new(1, 0);

    public bool IsEmpty => First > Last;

    public static ValueRange From(int first) => new(first, int.MaxValue);

    public static ValueRange Above(int most) => most == int.MaxValue ? Empty : new(most + 1, int.MaxValue);

    public static ValueRange Of(EventWindow window, int today, int historyDays)
    {
        var (first, last) = window.DaysAt(today, historyDays);
        return first > last ? Empty : new(Math.Max(first, 0), last);
    }
}

/// <summary>An interest's bounds as ranges: the viewer has a value in the first, if it is set, and none in the second.</summary>
internal readonly record struct InterestRanges(ValueRange? Needed, ValueRange? Forbidden)
{
    public static InterestRanges Of(InterestCondition c, EvaluationTime time)
    {
        var decay = Decay.Of(time.HalfLife);
        var halvings = decay.HalvingsTo(time.Now);
        // Nothing is below none: at least 0 is everyone, at most 0 is who has no interest.
        return new(
            c.AtLeast is { } least and > 0 ? ValueRange.From(Written(least)) : null,
            c.AtMost is { } most ? most > 0 ? ValueRange.Above(Written(most)) : ValueRange.From(0) : null);

        int Written(double value) => c.IsShare ? ViewerFeatures.ShareOf(value) : decay.At(Math.Log2(value), halvings);
    }

    public static FeatureKind KindOf(InterestCondition c) => (c.IsCategory, c.IsShare) switch
    {
        (false, false) => FeatureKind.GenreScore,
        (false, true) => FeatureKind.GenreShare,
        (true, false) => FeatureKind.CategoryScore,
        (true, true) => FeatureKind.CategoryShare,
    };
}
