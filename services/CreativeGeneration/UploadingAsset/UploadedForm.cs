using System.Text;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AdPlatform.CreativeGeneration.UploadingAsset;

/// <summary>What was sent: the file, the type that it claims, and what is said about it.</summary>
/// <param name="Content">Null when it is too large, or there is none: the errors say which.</param>
internal sealed record UploadedForm(UploadAsset.Query Said, byte[]? Content, string? ContentType)
{
    private const int MostFieldBytes = 4096;

    private static readonly string[] Fields = ["kind", "name", "rightsHolder", "rightsUntil", "focalPoint", "safeArea", "product", "title", "genres"];

    public static bool Is(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 7578: one part named <c>file</c>, the others text. Read part by part, each bounded: nothing is kept on disk, and nothing beyond the bounds is read.</summary>
    /// <param name="mostFile">Bytes of the file, whatever kind it turns out to be.</param>
    public static async Task<(UploadedForm Form, FieldErrors Errors)> ReadAsync(HttpRequest request, UploadAsset.Query query, int mostFile, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var said = new Dictionary<string, string>();
        byte[]? content = null;
        string? type = null;
        var files = 0;
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (!errors.Check(boundary is { Length: > 0 and <= 100 }, "Content-Type", "has no boundary")) return (new(query, null, null), errors);
        try
        {
            var reader = new MultipartReader(boundary!, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; parts++)
            {
                if (!errors.Check(parts < 2 * Fields.Length, "body", "has too many parts")) break;
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var header) || HeaderUtilities.RemoveQuotes(header.Name).Value is not { Length: > 0 } name)
                {
                    errors.Add("body", "has a part without a name");
                    break;
                }
                if (name == "file")
                {
                    if (!errors.Check(++files == 1, "file", "is sent twice: one file a request")) break;
                    type = section.ContentType;
                    content = await BoundedBody.ReadAsync(section.Body, mostFile, cancellation);
                    if (!errors.Check(content is not null, "file", $"has more than {mostFile} bytes")) break;
                }
                else if (!Fields.Contains(name))
                {
                    errors.Add(name.Length <= 40 && name.All(char.IsAsciiLetterOrDigit) ? name : "body", $"is none of file, {string.Join(", ", Fields)}");
                }
                else if (await BoundedBody.ReadAsync(section.Body, MostFieldBytes, cancellation) is not { } text)
                {
                    errors.Add(name, $"has more than {MostFieldBytes} bytes");
                    break;
                }
                else if (!said.TryAdd(name, Encoding.UTF8.GetString(text)))
                {
                    errors.Add(name, "is given twice");
                }
            }
            if (files == 0 && !errors.Any) errors.Add("file", "is missing: send it as the part named file");
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            errors.Add("body", "is no whole multipart/form-data body");
        }
        string? Of(string name, string? inQuery)
        {
            if (said.GetValueOrDefault(name) is not { } inForm) return inQuery;
            errors.Check(inQuery is null, name, "is given twice, in the address and in the form");
            return inForm;
        }
        return (new(new(Of("kind", query.Kind), Of("name", query.Name), Of("rightsHolder", query.RightsHolder), Of("rightsUntil", query.RightsUntil), Of("focalPoint", query.FocalPoint), Of("safeArea", query.SafeArea),
            Of("product", query.Product), Of("title", query.Title), Of("genres", query.Genres)), content, type), errors);
    }
}
