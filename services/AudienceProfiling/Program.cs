using AdPlatform.AudienceProfiling;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddAudienceProfiling();
builder.AddPlatformBus(bus => bus.AddAudienceProfilingConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapAudienceProfiling();
await app.RunAsync();
