using System.Net;
using System.Net.Sockets;
using AdPlatform.CreativeGeneration.Library;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.FetchingAsset;

internal abstract record Fetched
{
    public sealed record File(byte[] Content, string? ContentType) : Fetched;

    /// <param name="Reason">For the advertiser; it says nothing of what is, or is not, inside our network.</param>
    public sealed record Refused(string Reason) : Fetched;
}

/// <summary>
/// Reads a file from an address that a stranger gave. A name is resolved once, every address of it must be public, and the connection goes to the address that was checked, so that a name that
/// changes between check and use (DNS rebinding) gains nothing; each redirect is checked anew. No proxy, no cookies, no keys, bounded time and size.
/// </summary>
internal sealed class GuardedFetch : IDisposable
{
    private const int MostRedirects = 3;
    private const string NotPublic = "does not lead to a public address";

    private readonly LibraryOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpMessageInvoker _http;

    public GuardedFetch(IOptions<LibraryOptions> options, TimeProvider clock)
        : this(options.Value, clock, Dns.GetHostAddressesAsync)
    {
    }

    public GuardedFetch(LibraryOptions options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _clock, _resolve) = (options, clock, resolve);
        _http = new(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            // What was public a minute ago is looked up again.
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>What may be asked for at all, before anything is looked up.</summary>
    /// <returns>Why not, or null.</returns>
    public string? Fault(string? url, out Uri address)
    {
        address = null!;
        if (url is null || url.Length > 2000 || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0) return "must be an absolute https URL of at most 2,000 characters";
        address = parsed;
        if (parsed.UserInfo.Length > 0) return "must have no user name and password";
        if (Trusted(parsed.IdnHost, parsed.Port)) return parsed.Scheme is "https" or "http" ? null : "must be an https URL";
        if (parsed.Scheme != "https") return "must be an https URL";
        if (parsed.Port != 443) return "must use the port of https, 443";
        return IPAddress.TryParse(parsed.DnsSafeHost, out var literal) && !PublicAddress.Is(literal) ? NotPublic : null;
    }

    public async Task<Fetched> GetAsync(Uri url, int mostBytes, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.FetchTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            for (var hops = 0; hops <= MostRedirects; hops++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, url);
                using var response = await _http.SendAsync(request, either.Token);
                if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } next)
                {
                    if (Fault(new Uri(url, next).AbsoluteUri, out url) is { } fault) return new Fetched.Refused($"redirects to an address that {fault}");
                    continue;
                }
                if (response.StatusCode != HttpStatusCode.OK) return new Fetched.Refused($"answered {(int)response.StatusCode}");
                if (response.Content.Headers.ContentLength > mostBytes) return new Fetched.Refused($"has more than {mostBytes} bytes");
                await using var body = await response.Content.ReadAsStreamAsync(either.Token);
                return await BoundedBody.ReadAsync(body, mostBytes, either.Token) is { } content
                    ? new Fetched.File(content, response.Content.Headers.ContentType?.MediaType) : new Fetched.Refused($"has more than {mostBytes} bytes");
            }
            return new Fetched.Refused($"redirects more than {MostRedirects} times");
        }
        catch (HttpRequestException e) when (e.GetBaseException() is NotPublicException)
        {
            return new Fetched.Refused(NotPublic);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Fetched.Refused("could not be read");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Fetched.Refused($"was not read within {_options.FetchTimeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private bool Trusted(string host, int port) => _options.TrustedFetchHosts.Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await ResolveAsync(host, cancellation);
        // One private address among public ones is no accident.
        if (!Trusted(host, port) && (addresses.Length == 0 || !addresses.All(PublicAddress.Is))) throw new NotPublicException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A name that is not there is answered as one that is inside: neither is told from the other.</summary>
    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await _resolve(host, cancellation);
        }
        catch (SocketException)
        {
            throw new NotPublicException();
        }
    }

    private sealed class NotPublicException : Exception;
}
