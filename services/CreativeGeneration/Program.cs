using AdPlatform.CreativeGeneration;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServicePlatform();
builder.AddCreativeGeneration();
builder.AddPlatformBus(bus => bus.AddCreativeGenerationConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapCreativeGeneration();
return await app.RunServiceAsync();
