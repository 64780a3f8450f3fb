using AdPlatform.Journeys.Tests.Platforms;

namespace AdPlatform.Journeys.Tests.Journeys;

public sealed class ServicesJourneys : PlatformJourneys
{
    private static readonly Lazy<Task<World>> World = new(async () => await Platforms.World.MakeAsync(await ServicesPlatform.StartAsync()));

    private protected override Lazy<Task<World>> Shared => World;
}
