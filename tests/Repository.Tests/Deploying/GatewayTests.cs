using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace AdPlatform.Repository.Tests.Deploying;

[Collection(ShippedPlatform.Shared)]
public sealed class GatewayTests(ShippedPlatform platform)
{
    /// <summary>Of the operator, inside only.</summary>
    private static readonly string[] Inside = ["/readyz", "/metrics"];

    [Fact]
    public void Every_mapped_route_reaches_the_service_that_mapped_it()
    {
        var routes = platform.Routes.Where(route => ServiceOf(route) is not null).ToArray();
        Assert.True(routes.Length >= 40, $"Only {routes.Length} routes were found.");
        Assert.Equal(Compose.Own.Count, routes.Select(ServiceOf).Distinct().Count());
        Assert.All(routes, route => Assert.Equal(ServiceOf(route), Gateway.Of(PathOf(route)).Service?.Host));
    }

    [Fact]
    public void What_is_for_the_operator_stays_inside()
    {
        Assert.All(Inside, path => Assert.Contains(platform.Routes, route => PathOf(route) == path));
        Assert.All(Inside, path => Assert.Null(Gateway.Of(path).Service));
    }

    [Fact]
    public void Progress_is_not_buffered_and_an_import_or_a_file_may_be_as_large_as_the_service_takes()
    {
        Assert.Contains("proxy_buffering off;", Gateway.Of("/v1/campaigns/cmp_1/progress").Block, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy_buffering off;", Gateway.Of("/v1/campaigns/cmp_1").Block, StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/inventory/imports", "/v1/assets/library" })
        {
            var largest = platform.Routes.Where(route => PathOf(route) == path).Max(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata>()?.MaxRequestBodySize);
            Assert.Contains($"client_max_body_size {largest / 1024 / 1024}m;", Gateway.Of(path).Block, StringComparison.Ordinal);
        }
    }

    private static string? ServiceOf(RouteEndpoint route) => route.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Assembly.GetName().Name is { } assembly
        ? Compose.Own.FirstOrDefault(service => Compose.AssemblyOf(service.Value) == assembly).Key
        : null;

    private static string PathOf(RouteEndpoint route) => "/" + Regex.Replace(route.RoutePattern.RawText!, @"\{[^}]+\}", "x1").Trim('/');
}
