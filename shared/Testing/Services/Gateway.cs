using System.Net;
using AdPlatform.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace AdPlatform.Testing.Services;

/// <summary>
/// One address in front of several services, chosen by path. Bodies are streamed both ways, so that server-sent events come at once; the host that
/// the client named is kept, because decisions name their event URLs by it; a service that is away is a 502.
/// </summary>
public sealed class Gateway : IAsyncDisposable
{
    /// <summary>RFC 9110 section 7.6.1: of one connection only. (Te and upgrades are not forwarded.)</summary>
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade" };

    private readonly Func<string, Uri?> serviceOf;
    private readonly WebApplication app;
    private readonly HttpMessageInvoker services = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        // The client's trace context passes as it came.
        ActivityHeadersPropagator = null,
    });

    private Gateway(Func<string, Uri?> serviceOf)
    {
        this.serviceOf = serviceOf;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(ForwardAsync);
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    /// <param name="serviceOf">Address of the service that answers a path; null is a 404.</param>
    public static async Task<Gateway> StartAsync(Func<string, Uri?> serviceOf)
    {
        var gateway = new Gateway(serviceOf);
        await gateway.app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        services.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (serviceOf(context.Request.Path) is not { } service)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "No service answers this path.");
            return;
        }

        using var request = RequestOf(context, service);
        try
        {
            using var response = await services.SendAsync(request, context.RequestAborted);
            await AnswerAsync(context, response);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left.
        }
        catch (Exception away) when (away is HttpRequestException or IOException)
        {
            if (context.Response.HasStarted) context.Abort();
            else await RefuseAsync(context, StatusCodes.Status502BadGateway, "The service that answers this path is away.");
        }
    }

    private static HttpRequestMessage RequestOf(HttpContext context, Uri service)
    {
        var from = context.Request;
        var to = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(service, UriHelper.BuildRelative(from.PathBase, from.Path, from.QueryString))) { Version = HttpVersion.Version11 };
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true) to.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers)
            if (!HopByHop.Contains(name) && !to.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                to.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        return to;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage from)
    {
        var to = context.Response;
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
            if (!HopByHop.Contains(name)) to.Headers[name] = new StringValues([.. values]);
        await to.StartAsync(context.RequestAborted);
        await using var body = await from.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16_384];
        while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var length)
        {
            await to.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            await to.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(
            new { type = "about:blank", title = ((HttpStatusCode)status).ToString(), status, detail }, options: null, "application/problem+json", context.RequestAborted);
    }
}
