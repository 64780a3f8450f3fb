namespace AdPlatform.MediaPlanning.Tests;

/// <summary>One running service for the cases of one class.</summary>
public sealed class PlanningFixture : IAsyncLifetime
{
    internal PlanningApp Planning { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Planning = await PlanningApp.StartAsync();

    public ValueTask DisposeAsync() => Planning.DisposeAsync();
}
