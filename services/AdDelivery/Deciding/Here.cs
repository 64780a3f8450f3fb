namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Under which address the answer's URLs lead back to us.</summary>
internal static class Here
{
    public static string Of(HttpContext http, AdDeliveryOptions options) =>
        options.PublicUrl is { Length: > 0 } configured ? configured.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
}
