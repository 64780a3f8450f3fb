using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>Five processes over RabbitMQ, Redis and PostgreSQL, behind one address.</summary>
internal sealed class ServicesPlatform : IPlatformUnderTest
{
    private readonly ServicesUnderTest services;
    private readonly HashSet<string> ended = [];

    private ServicesPlatform(ServicesUnderTest services) => this.services = services;

    public Uri Address => services.Address;

    public string Key => services.Settings.FirstKey;

    public bool IsOneProcess => false;

    public string Output => services.Output();

    /// <param name="more">Environment of each service, besides the settings that all journeys have.</param>
    public static async Task<ServicesPlatform> StartAsync(IReadOnlyDictionary<string, string> more)
    {
        var settings = await ServiceSettings.OnSharedServersAsync();
        return new ServicesPlatform(await ServicesUnderTest.StartAsync(settings with { More = PlatformSettings.More.Concat(more).ToDictionary() }));
    }

    /// <summary>On servers of the test's own, which it may break.</summary>
    public static async Task<ServicesPlatform> StartAsync(ServiceSettings settings) =>
        new(await ServicesUnderTest.StartAsync(settings with { More = PlatformSettings.More.Concat(settings.More).ToDictionary() }));

    public async Task KillAsync(string service)
    {
        if (ended.Add(service)) await services.KillAsync(service);
    }

    public async Task<(int Code, TimeSpan Took)> TerminateAsync(string service) => ended.Add(service) ? await services.TerminateAsync(service) : (0, TimeSpan.Zero);

    public async Task StartAgainAsync(string service)
    {
        if (ended.Remove(service)) await services.StartAgainAsync(service);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
