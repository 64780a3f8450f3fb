using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ChoosingImages;
using AdPlatform.CreativeGeneration.Tests.Library;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.EditingCreative;

public sealed class An_edit_keeps_the_pictures
{
    private const string Words = "Calms the evening";

    [Fact]
    public async Task And_their_components_rights_and_mark_whatever_became_of_them_in_the_library()
    {
        await using var shelf = await Shelf.OpenAsync();
        var photo = await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600), more: "&rightsUntil=2026-12-20");
        await shelf.KeepAsync(Files.Svg("<text x=\"20\" y=\"26\" fill=\"#1F3D2B\" font-size=\"18\">Maison</text>"), "logo");
        var before = Benefit(await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Pause1920x1080)));
        (await shelf.Owner.DeleteAsync($"/v1/assets/library/{photo.GetProperty("id").GetString()}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        var after = await EditAsync(shelf, before);
        var svg = await shelf.Owner.GetStringAsync(after.GetProperty("assetUrl").GetString(), TestContext.Current.CancellationToken);
        Assert.NotEqual(before.View.GetProperty("assetUrl").GetString(), after.GetProperty("assetUrl").GetString());
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg))), after.GetProperty("assetUrl").GetString(), StringComparison.Ordinal);
        // The photograph, the logo and the code are those that were there.
        foreach (var part in Parts(before.Svg)) Assert.Contains(part, svg, StringComparison.Ordinal);
        Assert.Equal("2026-12-20", after.GetProperty("lastDay").GetString());
        Assert.Equal($"{Vocabulary}composite", after.GetProperty("disclosed").GetProperty("digitalSourceType").GetString());

        var lineage = await LineageAsync(shelf, before);
        Assert.Equal(before.Lineage.GetProperty("pictures").ToString(), lineage.GetProperty("pictures").ToString());
        var changed = Components(before.Lineage).Except(Components(lineage)).Select(c => c.Key);
        Assert.Equal(["headline"], changed);
    }

    [Fact]
    public async Task And_a_natives_files_which_are_public_in_every_shape_once_it_is_approved()
    {
        await using var shelf = await Shelf.OpenAsync();
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600));
        var before = Benefit(await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Native)));
        var after = await EditAsync(shelf, before);
        Assert.Equal(before.View.GetProperty("assetUrl").GetString(), after.GetProperty("assetUrl").GetString());
        Assert.Equal(before.Lineage.GetProperty("pictures").ToString(), (await LineageAsync(shelf, before)).GetProperty("pictures").ToString());
        (await SendAsync(shelf, $"{Id(before)}/reviews", new { decision = "approved", reviewer = "Bernard" })).EnsureSuccessStatusCode();
        var serving = (await shelf.App.WaitForAsync<CreativeReviewed>(m => m.Decision == ReviewDecision.Approved)).Serving!;
        Assert.Equal((Words, 2), (serving.Texts["headline"], serving.Images!.Count));
        foreach (var url in serving.Images.Select(i => i.Url).Append(serving.AssetUrl!))
            Assert.Contains("data:image/jpeg;base64,", await shelf.App.Anonymous().GetStringAsync(url, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private const string Vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private static Shown Benefit(IReadOnlyList<Shown> all) => all.First(s => s.View.GetProperty("locale").GetString() == "en" && s.View.GetProperty("angle").GetString() == "benefit");

    private static IEnumerable<string> Parts(string svg)
    {
        var parts = svg.Split("href=\"data:").Skip(1).Select(p => p[..p.IndexOf('"')]).Append(svg.Split('\n').Single(l => l.StartsWith("<path transform", StringComparison.Ordinal))).ToList();
        Assert.Equal(3, parts.Count);
        return parts;
    }

    private static Dictionary<string, string> Components(JsonElement lineage) => lineage.GetProperty("components").Deserialize<Dictionary<string, string>>()!;

    private static string Id(Shown shown) => $"/v1/creatives/{shown.View.GetProperty("id").GetString()}";

    private static async Task<JsonElement> LineageAsync(Shelf shelf, Shown shown) => await shelf.Owner.GetFromJsonAsync<JsonElement>($"{Id(shown)}/lineage", TestContext.Current.CancellationToken);

    private static async Task<JsonElement> EditAsync(Shelf shelf, Shown shown)
    {
        using var response = await SendAsync(shelf, $"{Id(shown)}/edits", new { version = 1, editor = "Anna", texts = new { headline = Words } });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await Shelf.ReadAsync(response)).GetProperty("creative");
    }

    private static async Task<HttpResponseMessage> SendAsync(Shelf shelf, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", path);
        return await shelf.Owner.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
