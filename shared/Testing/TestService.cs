using AdPlatform.Hosting.Messaging;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Testing;

/// <summary>The three doors of a service.</summary>
public sealed record TestService(Action<IHostApplicationBuilder> Add, Action<ServiceBus> Consumers, Action<IEndpointRouteBuilder> Map);
