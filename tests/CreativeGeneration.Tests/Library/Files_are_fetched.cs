using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AdPlatform.CreativeGeneration.FetchingAsset;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AdPlatform.CreativeGeneration.Tests.Library;

/// <summary>A site on this machine, an advertiser for whom it is trusted, and one for whom it is not.</summary>
public sealed class Site : IAsyncLifetime
{
    private WebApplication _site = null!;

    internal ConcurrentQueue<string> Asked { get; } = new();
    internal string Host { get; private set; } = "";
    internal Shelf Trusting { get; private set; } = null!;
    internal Shelf Shelf { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.Run(AnswerAsync);
        await _site.StartAsync();
        Host = new Uri(_site.Urls.Single()).Authority;
        Trusting = await Shelf.OpenAsync(new() { ["AdPlatform:CreativeLibrary:TrustedFetchHosts:0"] = Host });
        Shelf = await Shelf.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Trusting.DisposeAsync();
        await Shelf.DisposeAsync();
        await _site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path);
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/photo": await SendAsync("image/jpeg", Files.CameraJpeg()); break;
            case "/lie": await SendAsync("image/png", Files.CameraJpeg()); break;
            case "/page": await SendAsync("text/html", "<html/>"u8.ToArray()); break;
            case "/moved": response.Redirect("/photo"); break;
            case "/round": response.Redirect("/round"); break;
            case "/inside": response.Redirect("http://127.0.0.1:1/photo"); break;
            case "/metadata": response.Redirect("http://169.254.169.254/latest/meta-data"); break;
            case "/tls-inside": response.Redirect("https://127.0.0.1/photo"); break;
            case "/file": response.Redirect("file:///etc/passwd"); break;
            case "/endless": for (var chunk = new byte[65_536]; !context.RequestAborted.IsCancellationRequested;) await response.Body.WriteAsync(chunk, context.RequestAborted); break;
            case "/slow": await Task.Delay(Timeout.Infinite, context.RequestAborted); break;
            default: response.StatusCode = 404; break;
        }
        async Task SendAsync(string type, byte[] body)
        {
            response.ContentType = type;
            await response.Body.WriteAsync(body);
        }
    }
}

public sealed class Files_are_fetched(Site site) : IClassFixture<Site>
{
    private static Task<HttpResponseMessage> FetchAsync(Shelf shelf, string url, CancellationToken cancellation) =>
        shelf.Owner.PostAsJsonAsync("/v1/assets/fetch", new { url, kind = "image", name = "A file", rights = new { holder = "Maison Verte" } }, cancellation);

    [Theory]
    [InlineData("photo")]
    [InlineData("moved")]
    public async Task As_they_are_uploaded(string path)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var shelf = site.Trusting;
        using var response = await FetchAsync(shelf, $"http://{site.Host}/{path}", cancellation);
        Assert.True(response.IsSuccessStatusCode);
        var asset = (await Shelf.ReadAsync(response)).GetProperty("asset");
        Assert.Equal(($"http://{site.Host}/{path}", 640), (asset.GetProperty("sourceUrl").GetString(), asset.GetProperty("width").GetInt32()));
        Assert.DoesNotContain("GPS", System.Text.Encoding.Latin1.GetString(await shelf.ContentAsync(asset)), StringComparison.Ordinal);
        using var again = await FetchAsync(shelf, $"http://{site.Host}/photo", cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("lie", "its Content-Type says image/png")]
    [InlineData("page", "is none of PNG")]
    [InlineData("nothing", "answered 404")]
    [InlineData("round", "redirects more than 3 times")]
    [InlineData("inside", "redirects to an address that must be an https URL")]
    [InlineData("metadata", "redirects to an address that must be an https URL")]
    [InlineData("tls-inside", "redirects to an address that does not lead to a public address")]
    [InlineData("file", "redirects to an address that must be an absolute https URL")]
    [InlineData("endless", "has more than 10000000 bytes")]
    public async Task Unless_what_comes_is_not_what_may_be_kept(string path, string reason)
    {
        var shelf = site.Trusting;
        using var response = await FetchAsync(shelf, $"http://{site.Host}/{path}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.StartsWith(reason, (await Shelf.ReadAsync(response)).GetProperty("errors").GetProperty("url")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"https://maisonverte.example/a","kind":99,"name":"x","rights":{"holder":"x"}}""", "kind")]
    [InlineData("""{"url":"https://maisonverte.example/a","kind":"image","name":"x"}""", "rights.holder")]
    [InlineData("""{"url":"https://maisonverte.example/a","kind":"image","name":"x","rights":{"holder":"x"},"safeArea":{"x":0.5,"y":0,"width":0.6,"height":1}}""", "safeArea")]
    [InlineData("""{"url":"https://maisonverte.example/a","kind":"image","name":"x","rights":{"holder":"x"},"header":"x"}""", "header")]
    public async Task Unless_what_is_said_about_them_is_wrong(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await site.Shelf.Owner.PostAsync("/v1/assets/fetch", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, await Shelf.FieldAsync(response));
    }

    [Fact]
    public async Task Unless_it_takes_too_long()
    {
        using var fetch = new GuardedFetch(new LibraryOptions { FetchTimeout = TimeSpan.FromSeconds(1), TrustedFetchHosts = [site.Host] }, new ManualClock(TestApp.DefaultNow), Dns.GetHostAddressesAsync);
        Assert.Null(fetch.Fault($"http://{site.Host}/slow", out var url));
        var outcome = await fetch.GetAsync(url, 1000, TestContext.Current.CancellationToken);
        Assert.Equal("was not read within 1 s", Assert.IsType<Fetched.Refused>(outcome).Reason);
    }

    /// <summary>Nothing is trusted unless an operator says so: the same site is never asked.</summary>
    [Theory]
    [InlineData("http://{0}/photo", 400)]
    [InlineData("https://{0}/photo", 400)]
    [InlineData("https://localhost/photo", 422)]
    [InlineData("https://no-such-host.invalid/photo", 422)]
    [InlineData("https://user:password@maisonverte.example/photo", 400)]
    [InlineData("https://127.0.0.1/", 400)]
    [InlineData("https://2130706433/", 400)]
    [InlineData("https://0x7f.1/", 400)]
    [InlineData("https://0177.0.0.1/", 400)]
    [InlineData("https://[::ffff:169.254.169.254]/", 400)]
    [InlineData("https://[fe80::1]/", 400)]
    [InlineData("ftp://maisonverte.example/", 400)]
    [InlineData("/etc/passwd", 400)]
    [InlineData("gopher://127.0.0.1:6379/_FLUSHALL", 400)]
    public async Task Never_from_inside(string url, int status)
    {
        var (shelf, before) = (site.Shelf, site.Asked.Count);
        using var response = await FetchAsync(shelf, url.Replace("{0}", site.Host, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("url", await Shelf.FieldAsync(response));
        Assert.Equal(before, site.Asked.Count);
    }

    /// <summary>A name that is public when it is looked at and private when it is used: it is looked up once, and any private address among its addresses is one too many.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.215.14,127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("")]
    public async Task Never_through_a_name_that_leads_inside(string addresses)
    {
        var asked = 0;
        using var fetch = new GuardedFetch(new LibraryOptions(), new ManualClock(TestApp.DefaultNow), (_, _) =>
        {
            asked++;
            return Task.FromResult(addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray());
        });
        Assert.Null(fetch.Fault("https://rebinding.example/a.png", out var url));
        var outcome = await fetch.GetAsync(url, 1000, TestContext.Current.CancellationToken);
        Assert.Equal("does not lead to a public address", Assert.IsType<Fetched.Refused>(outcome).Reason);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("93.184.215.14", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("10.255.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.127.255.254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("127.8.9.10", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("239.255.255.250", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::ffff:0:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b:1::a00:1", false)]
    [InlineData("100::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("3fff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_the_public_internet_is_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));
}
