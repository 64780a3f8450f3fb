using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AdPlatform.Hosting.Http;

/// <summary>A JSON body in which an unknown member is an error, so that a misspelt one is not lost silently. At most 1 MiB.</summary>
public sealed record Strict<T>(T Value)
    where T : class
{
    private const long MaxBytes = 1024 * 1024;

    public static async ValueTask<Strict<T>?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.ContentLength > MaxBytes) throw new BadHttpRequestException("The body has more than 1 MiB.", StatusCodes.Status413PayloadTooLarge);
        if (!context.Request.HasJsonContentType()) throw new BadHttpRequestException("Send application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, PlatformJson.StrictHttp, context.RequestAborted);
            return new Strict<T>(value ?? throw new JsonException("The body is null."));
        }
        catch (JsonException cause)
        {
            throw new BadHttpRequestException("The JSON cannot be read.", cause);
        }
    }
}
