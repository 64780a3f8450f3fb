using AdPlatform.Campaigns;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServicePlatform();
builder.AddCampaigns();
builder.AddPlatformBus(bus => bus.AddCampaignsConsumers());
var app = builder.Build();
app.UsePlatform();
app.MapCampaigns();
return await app.RunServiceAsync();
