namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Lets scripts of the publisher's own pages read an answer (Fetch standard, CORS). No cookie is ever looked at, so credentials tell nothing.</summary>
internal static class Origins
{
    public static void Allow(HttpContext http, AdDeliveryOptions options)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !options.BrowserOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return;
        http.Response.Headers.AccessControlAllowOrigin = origin;
        http.Response.Headers.AccessControlAllowCredentials = "true";
        http.Response.Headers.Vary = "Origin";
    }
}
