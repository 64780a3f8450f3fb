using AdPlatform.AdDelivery;
using AdPlatform.AudienceProfiling;
using AdPlatform.Campaigns;
using AdPlatform.CreativeGeneration;
using AdPlatform.MediaPlanning;
using AdPlatform.Testing;
using AdPlatform.Testing.Services;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Journeys.Tests;

public sealed class RouteTests
{
    public static TheoryData<string> Services => [.. ServiceRoutes.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_gateway_sends_every_route_of_a_service_to_it(string service)
    {
        await using var app = await TestApp.StartAsync(ServiceOf(service));
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Where(route => route.StartsWith("/v1", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.Equal(service, ServiceRoutes.ServiceOf(route)));
    }

    private static TestService ServiceOf(string service) => service switch
    {
        ServiceRoutes.Campaigns => new(b => b.AddCampaigns(), bus => bus.AddCampaignsConsumers(), r => r.MapCampaigns()),
        ServiceRoutes.AudienceProfiling => new(b => b.AddAudienceProfiling(), bus => bus.AddAudienceProfilingConsumers(), r => r.MapAudienceProfiling()),
        ServiceRoutes.CreativeGeneration => new(b => b.AddCreativeGeneration(), bus => bus.AddCreativeGenerationConsumers(), r => r.MapCreativeGeneration()),
        ServiceRoutes.MediaPlanning => new(b => b.AddMediaPlanning(), bus => bus.AddMediaPlanningConsumers(), r => r.MapMediaPlanning()),
        ServiceRoutes.AdDelivery => new(b => b.AddAdDelivery(), bus => bus.AddAdDeliveryConsumers(), r => r.MapAdDelivery()),
        _ => throw new ArgumentOutOfRangeException(nameof(service)),
    };
}
