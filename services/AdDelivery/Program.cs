using AdPlatform.AdDelivery;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServicePlatform();
builder.AddAdDelivery();
builder.AddPlatformBus(bus => bus.AddAdDeliveryConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapAdDelivery();
return await app.RunServiceAsync();
