using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Tests.Library;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.ChoosingImages;

/// <summary>A service with OpenAI's images endpoint.</summary>
public sealed class ImageService : IAsyncLifetime
{
    private WebApplication _app = null!;

    internal ConcurrentQueue<JsonElement> Asked { get; } = new();
    internal Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;
    internal string Endpoint => _app.Urls.Single() + "/v1";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/images/generations", async (HttpContext context) =>
        {
            Asked.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body));
            await Answer(context);
        });
        await _app.StartAsync();
    }

    internal static Func<HttpContext, Task> Picture(byte[] picture) => context => context.Response.WriteAsync($$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(picture)}}"}]}""");

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

public sealed class An_image_model_only_illustrates(ImageService model) : IClassFixture<ImageService>
{
    private Task<Shelf> OpenAsync(params (string Key, string Value)[] more) => Shelf.OpenAsync(new Dictionary<string, string?>(more.Select(m => KeyValuePair.Create($"AdPlatform:CreativeImageModel:{m.Key}", (string?)m.Value)))
    {
        ["AdPlatform:CreativeImageModel:Endpoint"] = model.Endpoint,
        ["AdPlatform:CreativeImageModel:Model"] = "painter-1",
    });

    [Fact]
    public async Task With_a_marked_picture_and_told_nothing_but_the_kind_and_the_colours()
    {
        model.Answer = ImageService.Picture(Files.Picture(SKEncodedImageFormat.Png, 1024, 1024));
        await using var shelf = await OpenAsync(("ImagesPerCampaign", "1"));
        foreach (var shown in await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250, FormatIds.Pause1920x1080)))
        {
            var origin = shown.Picture("image")!.Value.GetProperty("origin");
            Assert.Equal(("model", "painter-1", PictureOrigin.Generated), (origin.GetProperty("source").GetString(), origin.GetProperty("model").GetString(), origin.GetProperty("digitalSourceType").GetString()));
            Assert.Equal(64, origin.GetProperty("promptSha256").GetString()!.Length);
            // In the file, and in the picture within the file.
            Assert.Contains($"Iptc4xmpExt:DigitalSourceType=\"{PictureOrigin.Generated}\"", shown.Svg, StringComparison.Ordinal);
            Assert.DoesNotContain("digitalsourcetype/algorithmicMedia", shown.Svg, StringComparison.Ordinal);
            Assert.Equal(PictureOrigin.Generated, shown.View.GetProperty("disclosed").GetProperty("digitalSourceType").GetString());
            Assert.Contains("model-drawn", shown.View.GetProperty("needsEyes").EnumerateArray().Select(r => r.GetProperty("code").GetString()));
            // Only a person may say that it passes for nothing that exists.
            Assert.Equal("personOnly", shown.Lineage.GetProperty("disclosures").EnumerateArray().Single(d => d.GetProperty("rule").GetString() == "eu-ai-act-deep-fake").GetProperty("outcome").GetString());
            var start = shown.Svg.IndexOf("base64,", StringComparison.Ordinal) + 7;
            Assert.Contains(PictureOrigin.Generated, Encoding.Latin1.GetString(Convert.FromBase64String(shown.Svg[start..shown.Svg.IndexOf('"', start)])), StringComparison.Ordinal);
        }
        var asked = Assert.Single(model.Asked);
        model.Asked.Clear();
        Assert.Contains("\"herbal tea\"", asked.GetProperty("prompt").GetString(), StringComparison.Ordinal);
        foreach (var secret in new[] { "Maison", "Solène", "87", "SOIR20", "Drama", "acc_a" }) Assert.DoesNotContain(secret, asked.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "500", "failed" },
        { "no json", "failed" },
        { "no picture", "is no picture" },
        { "an SVG", "is no picture" },
        { "a bomb", "is no picture" },
        { "silence", "in time" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task And_when_it_fails_the_backdrop_stands(string how, string note)
    {
        model.Answer = how switch
        {
            "500" => context => { context.Response.StatusCode = 500; return Task.CompletedTask; },
            "no json" => context => context.Response.WriteAsync("<html>"),
            "no picture" => ImageService.Picture("hello"u8.ToArray()),
            "an SVG" => ImageService.Picture(Files.Svg("")),
            "a bomb" => ImageService.Picture(Files.Bomb()),
            _ => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
        };
        await using var shelf = await OpenAsync(("Timeout", how == "silence" ? "00:00:01" : "00:00:30"));
        foreach (var shown in await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250)))
        {
            Assert.Empty(shown.Pictures);
            Assert.Contains(note, shown.Notes, StringComparison.Ordinal);
        }
        Assert.Single(model.Asked);
        model.Asked.Clear();
    }

    [Fact]
    public async Task Not_where_the_library_has_a_picture_nor_beyond_the_days_budget()
    {
        model.Answer = ImageService.Picture(Files.Picture(SKEncodedImageFormat.Png, 1024, 1024));
        await using var shelf = await OpenAsync(("ImagesPerAccountAndDay", "1"));
        var first = await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250));
        Assert.All(first, shown => Assert.Contains("the day's pictures from the model are spent", shown.Notes, StringComparison.Ordinal));
        Assert.Single(model.Asked);
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600));
        shelf.App.Clock.Advance(TimeSpan.FromDays(1));
        var second = await shelf.WriteAsync(Studio_with_pictures.Command(FormatIds.Display300x250) with { CampaignId = Guid.Parse("0199c0de-0000-7000-8000-000000000002") });
        Assert.All(second, shown => Assert.Equal("library", shown.Picture("image")!.Value.GetProperty("origin").GetProperty("source").GetString()));
        Assert.Single(model.Asked);
        model.Asked.Clear();
    }

    [Fact]
    public void Options_have_their_documented_defaults()
    {
        var options = new ImageModelOptions();
        Assert.Equal((null, "none", "default", TimeSpan.FromSeconds(60), 2, 50), (options.Endpoint, options.ApiKey, options.Model, options.Timeout, options.ImagesPerCampaign, options.ImagesPerAccountAndDay));
    }
}
