namespace AdPlatform.MediaPlanning.Optimising;

internal static class SpanSum
{
    public static double Sum(this Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
