using AdPlatform.Journeys.Tests.Platforms;

namespace AdPlatform.Journeys.Tests.Journeys;

public sealed class EmbeddedJourneys : PlatformJourneys
{
    private static readonly Lazy<Task<World>> World = new(async () => await Platforms.World.MakeAsync(await EmbeddedPlatform.StartAsync(PlatformSettings.Patient)));

    private protected override Lazy<Task<World>> Shared => World;
}
