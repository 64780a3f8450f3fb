using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>A display creative as one HTML5 file for ad servers: the picture inline, nothing loaded from elsewhere, the click through <c>clickTag</c> (IAB HTML5 guide; Google Ad Manager).</summary>
internal static class Html5Banner
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default };

    public static string Wrap(string svg, int width, int height, string language, string title, string landingUrl) =>
        $$"""
        <!DOCTYPE html>
        <html lang="{{WebUtility.HtmlEncode(language)}}">
        <head>
        <meta charset="utf-8">
        <meta name="ad.size" content="width={{width}},height={{height}}">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>html,body{margin:0;padding:0;overflow:hidden}a{display:block;width:{{width}}px;height:{{height}}px}svg{display:block}</style>
        <script>var clickTag = {{JsonSerializer.Serialize(landingUrl, Json)}};</script>
        </head>
        <body>
        <a href="#" onclick="window.open(window.clickTag,'_blank','noopener');return false" aria-label="{{WebUtility.HtmlEncode(title)}}">
        {{svg}}</a>
        </body>
        </html>

        """;
}
