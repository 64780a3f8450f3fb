using AdPlatform.AudienceProfiling;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServicePlatform();
builder.AddAudienceProfiling();
builder.AddPlatformBus(bus => bus.AddAudienceProfilingConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapAudienceProfiling();
return await app.RunServiceAsync();
