using AdPlatform.AdDelivery;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddAdDelivery();
builder.AddPlatformBus(bus => bus.AddAdDeliveryConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapAdDelivery();
await app.RunAsync();
