using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AdPlatform.Cli.Connecting;

/// <summary>The public API over HTTP with one key. Everything that is not 2xx (or a redirect) is a <see cref="RefusedException"/>.</summary>
internal sealed class PlatformClient(HttpClient http) : IDisposable
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Uri Address => http.BaseAddress!;

    /// <param name="patience">How long a repeatable request is tried before the failure is told.</param>
    public static PlatformClient To(Uri address, string? key, TimeProvider clock, TimeSpan? patience = null)
    {
        // SSE streams and large imports last as long as they last: cancellation tokens end them, not a general time-out.
        var http = new HttpClient(new Retrying(clock, patience ?? TimeSpan.FromSeconds(10))) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new PlatformClient(http);
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => JsonOfAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <param name="idempotencyKey">Of routes that create; null elsewhere.</param>
    public Task<JsonElement> PostAsync(string path, object? body, string? idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync(path, body is null ? null : JsonContent(body), idempotencyKey, repeatable: false, cancellationToken);

    public async Task<JsonElement> PostAsync(string path, HttpContent? content, string? idempotencyKey, bool repeatable, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Options.Set(Retrying.Repeatable, repeatable);
        return await JsonOfAsync(request, cancellationToken);
    }

    /// <summary>The answer's body as it comes, e.g. an event stream or a file. The caller disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode < 400) return response;
        using (response)
            throw new RefusedException(await Problem.ReadAsync(response, cancellationToken), $"{request.Method} {request.RequestUri}");
    }

    public void Dispose() => http.Dispose();

    private static ByteArrayContent JsonContent(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<JsonElement> JsonOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var sent = request;
        using var response = await OpenAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement.Clone();
    }
}
