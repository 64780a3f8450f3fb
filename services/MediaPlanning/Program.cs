using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.MediaPlanning;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddMediaPlanning();
builder.AddPlatformBus(bus => bus.AddMediaPlanningConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapMediaPlanning();
await app.RunAsync();
