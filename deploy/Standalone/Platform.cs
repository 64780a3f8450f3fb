using System.Net;
using System.Net.Sockets;
using AdPlatform.AdDelivery;
using AdPlatform.AudienceProfiling;
using AdPlatform.Campaigns;
using AdPlatform.CreativeGeneration;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.MediaPlanning;

namespace AdPlatform.Standalone;

/// <summary>The whole system in one place: five services, one bus, one web host.</summary>
internal static class Platform
{
    public const int DefaultPort = 5080;

    public static string Loopback(int port) => $"http://127.0.0.1:{port}";

    /// <summary>Looked at before the start, which would have printed a first key already when it fails.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <param name="data">Null is the user's data folder.</param>
    /// <param name="adjust">Runs before the services are added, so that what it registers wins.</param>
    public static WebApplication Build(string? data, string urls, Action<WebApplicationBuilder> adjust)
    {
        // Nothing is configured by files that change; watching for them would hear every write into a data folder below the working directory.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        if (data is not null) builder.Configuration["AdPlatform:Data"] = data;
        builder.WebHost.UseUrls(urls);
        adjust(builder);

        builder.AddPlatform();
        builder.AddCampaigns();
        builder.AddAudienceProfiling();
        builder.AddCreativeGeneration();
        builder.AddMediaPlanning();
        builder.AddAdDelivery();
        builder.AddPlatformBus(bus =>
        {
            bus.AddCampaignsConsumers();
            bus.AddAudienceProfilingConsumers();
            bus.AddCreativeGenerationConsumers();
            bus.AddMediaPlanningConsumers();
            bus.AddAdDeliveryConsumers();
        });

        var app = builder.Build();
        // Before anything starts: a folder in use is told in one line, not as a failed start.
        _ = DataOf(app);
        app.UsePlatform();
        app.MapCampaigns();
        app.MapAudienceProfiling();
        app.MapCreativeGeneration();
        app.MapMediaPlanning();
        app.MapAdDelivery();
        return app;
    }

    public static string DataOf(WebApplication app) => app.Services.GetRequiredService<DataFolder>().Location;
}
