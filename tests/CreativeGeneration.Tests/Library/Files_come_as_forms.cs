using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.Library;

/// <summary><c>multipart/form-data</c>, as browsers and <c>curl -F</c> send it (RFC 7578).</summary>
public sealed class Files_come_as_forms(SharedShelf shared) : IClassFixture<SharedShelf>
{
    private static readonly byte[] Photo = Files.Picture(SKEncodedImageFormat.Png, 320, 200);

    private static readonly (string, string)[] Said = [("kind", "image"), ("name", "A photo"), ("rightsHolder", "Maison Verte"), ("focalPoint", "0.25,0.5"), ("rightsUntil", "2027-01-31")];

    [Fact]
    public async Task With_all_that_is_said_about_them_and_are_the_same_as_by_body()
    {
        using var response = await SendAsync(Form(Said, Photo, "image/png"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var asset = (await Shelf.ReadAsync(response)).GetProperty("asset");
        Assert.Equal(("A photo", "image/png", 320, "2027-01-31", 0.25), (asset.GetProperty("name").GetString(), asset.GetProperty("type").GetString(), asset.GetProperty("width").GetInt32(),
            asset.GetProperty("rights").GetProperty("until").GetString(), asset.GetProperty("focalPoint").GetProperty("x").GetDouble()));
        using var again = await Shelf.UploadAsync(shared.Shelf.Owner, Photo, "image/png");
        Assert.Equal((HttpStatusCode.OK, asset.GetProperty("id").GetString()), (again.StatusCode, (await Shelf.ReadAsync(again)).GetProperty("asset").GetProperty("id").GetString()));
        // Part of it in the address is as good.
        using var mixed = await SendAsync(Form([("name", "A photo")], Photo, null), "?kind=image&rightsHolder=Maison%20Verte");
        Assert.Equal(HttpStatusCode.OK, mixed.StatusCode);
    }

    public static TheoryData<string, string, int> Faults => new()
    {
        { "no file", "file", 400 }, { "two files", "file", 400 }, { "an empty file", "file", 400 }, { "a field twice", "name", 400 }, { "a field here and in the address", "kind", 400 }, { "an unknown field", "colour", 400 },
        { "an endless field", "name", 400 }, { "no kind", "kind", 400 }, { "another type", "Content-Type", 415 }, { "no picture", "file", 400 }, { "too large", "file", 400 }, { "cut off", "body", 400 }, { "no boundary", "Content-Type", 400 },
        { "a part without a name", "body", 400 }, { "hundreds of parts", "body", 400 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task And_what_is_wrong_is_refused_with_its_field(string fault, string field, int status)
    {
        using var content = fault switch
        {
            "no file" => Form(Said, null, null),
            "two files" => Twice(Form(Said, Photo, null)),
            "an empty file" => Form(Said, [], null),
            "a field twice" => Form([.. Said, ("name", "Another")], Photo, null),
            "an unknown field" => Form([.. Said, ("colour", "red")], Photo, null),
            "an endless field" => Form([("kind", "image"), ("name", new string('x', 5000)), ("rightsHolder", "M")], Photo, null),
            "no kind" => Form(Said[1..], Photo, null),
            "another type" => Form(Said, Photo, "image/jpeg"),
            "no picture" => Form(Said, Encoding.UTF8.GetBytes("MZ not a picture"), null),
            "too large" => Form(Said, new byte[10_000_001], null),
            "hundreds of parts" => Form([.. Enumerable.Range(0, 300).Select(i => ("name", "x"))], Photo, null),
            "cut off" => Raw("--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nima", "b"),
            "a part without a name" => Raw("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", "b"),
            "no boundary" => Raw("--b\r\n", null),
            _ => (HttpContent)Form(Said, Photo, null),
        };
        using var response = await SendAsync(content, fault == "a field here and in the address" ? "?kind=image" : "");
        Assert.True((int)response.StatusCode == status, await response.Content.ReadAsStringAsync());
        Assert.Contains(field, (await Shelf.ReadAsync(response)).GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    private Task<HttpResponseMessage> SendAsync(HttpContent content, string query = "") => shared.Shelf.Owner.PostAsync("/v1/assets/library" + query, content, TestContext.Current.CancellationToken);

    private static MultipartFormDataContent Form(IEnumerable<(string Name, string Value)> fields, byte[]? file, string? type)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        if (file is null) return form;
        var part = new ByteArrayContent(file);
        if (type is not null) part.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        form.Add(part, "file", "../../etc/a photo.png");
        return form;
    }

    private static MultipartFormDataContent Twice(MultipartFormDataContent form)
    {
        form.Add(new ByteArrayContent(Photo), "file", "b.png");
        return form;
    }

    private static ByteArrayContent Raw(string body, string? boundary)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data" + (boundary is null ? "" : $"; boundary={boundary}"));
        return content;
    }
}
