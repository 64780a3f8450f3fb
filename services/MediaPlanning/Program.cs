using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.MediaPlanning;

var builder = WebApplication.CreateBuilder(args);
builder.AddServicePlatform();
builder.AddMediaPlanning();
builder.AddPlatformBus(bus => bus.AddMediaPlanningConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapMediaPlanning();
return await app.RunServiceAsync();
