using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Campaigns.Tests;

/// <summary>Instances on one PostgreSQL.</summary>
public sealed class InstancesTests
{
    [Fact]
    public async Task Of_instances_that_start_together_one_opens_the_first_account()
    {
        const string First = "adp_first-key-of-the-installation";
        var settings = await TestServers.StoreAsync(StorageProvider.Postgres);
        settings["ADPLATFORM_BOOTSTRAP_KEY"] = First;
        var apps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestApp.StartAsync(settings, Doors.Service)));
        try
        {
            await using var scope = apps[0].Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CampaignsDb>();
            Assert.Equal(1, await db.Accounts.CountAsync());
            Assert.Equal(1, await db.Keys.CountAsync());
            // Whoever lost the race learns the key a moment later.
            foreach (var app in apps)
            {
                using var client = app.Anonymous();
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", First);
                await TestApp.EventuallyAsync(async () => (await client.GetAsync("/v1/accounts")).IsSuccessStatusCode, "the first key is known");
                Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/v1/accounts")).GetArrayLength());
            }
        }
        finally
        {
            foreach (var app in apps) await app.DisposeAsync();
        }
    }
}
