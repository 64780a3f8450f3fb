using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <param name="Viewers">Generated viewers, 100 to 3,000: the first ones of the same list.</param>
/// <param name="Minutes">Simulated minutes of traffic, 1 to 60.</param>
internal sealed record DemoSize(int Viewers, int Minutes)
{
    public const int MostViewers = SampleViewer.Count;
    public const int LeastViewers = 100;
    public const int MostMinutes = 60;
}
