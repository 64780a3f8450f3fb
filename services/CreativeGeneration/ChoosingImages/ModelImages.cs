using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Images;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>Pictures from a model. It is told what kind of product it is and the brand's colours, and nothing else of the brief or of anybody; what it returns is checked as an upload is, and marked.</summary>
internal sealed class ModelImages(IOptions<ImageModelOptions> options, IOptions<LibraryOptions> limits, TimeProvider clock) : IImageSource
{
    private const int MostBytes = 20_000_000;
    private readonly ConcurrentDictionary<(string Account, DateOnly Day), int> _spent = new();
    private readonly Lazy<ImageClient> _client = new(() => new ImageClient(options.Value.Model, new ApiKeyCredential(options.Value.ApiKey),
        new OpenAIClientOptions { Endpoint = options.Value.Endpoint, RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = options.Value.Timeout }));

    public async ValueTask<FoundImages> FindAsync(GenerateCreatives command, CancellationToken cancellation)
    {
        var (budget, prompt) = (options.Value.ImagesPerCampaign, Prompt(command));
        // Nothing is drawn that no format of the campaign can show.
        if (options.Value.Endpoint is null || command.Brief.Formats.All(f => Frame.Of(f) is null)) return FoundImages.None;
        List<SourceImage> found = [];
        List<string> notes = [];
        for (var i = 0; i < budget; i++)
        {
            if (!Spend(command.AccountId)) { notes.Add(Missed("budget", "the day's pictures from the model are spent")); break; }
            var (image, fault) = await DrawAsync(prompt, cancellation);
            if (image is not null) { found.Add(image); CreativeMetrics.Drawn("drawn"); }
            else { notes.Add(fault!); break; }
        }
        return new(found, notes);
    }

    /// <summary>Words of the advertiser come last and in quotes; there is nothing that they could ask for but another picture.</summary>
    internal static string Prompt(GenerateCreatives command)
    {
        var brief = command.Brief;
        var kind = brief.Product.Kind.Values.FirstOrDefault() ?? "a product";
        var palette = brief.Brand.Colours.Count > 0 ? string.Join(" and ", brief.Brand.Colours) : "calm, natural tones";
        return $"A photographic background for an advertisement, in {palette}. No people, no faces, no text, no letters, no logos, no brands. Soft light, one clear subject, room around it. Subject: \"{kind.ReplaceLineEndings(" ")[..Math.Min(kind.Length, 80)]}\".";
    }

    private async Task<(SourceImage? Image, string? Fault)> DrawAsync(string prompt, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        byte[] content;
        try
        {
            var answer = await _client.Value.GenerateImageAsync(prompt, new ImageGenerationOptions { Size = GeneratedImageSize.W1024xH1024, ResponseFormat = GeneratedImageFormat.Bytes }, either.Token);
            if (answer.Value.ImageBytes is not { } bytes || bytes.ToMemory().Length > MostBytes) return (null, Missed("garbage", "the image model's answer has no picture"));
            content = bytes.ToArray();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, Missed("timeout", "the image model did not answer in time"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a foreign service does, the campaign has its backdrop; the reason is counted and kept.
            return (null, Missed("failed", $"the image model failed ({e.GetType().Name})"));
        }
        if (CheckedFile.Of(content, null, AssetKind.Image, limits.Value) is not CheckedFile.Accepted { Type: not FileType.Svg, Width: { } width, Height: { } height } file) return (null, Missed("garbage", "the image model's answer is no picture"));
        string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
        return (new(AssetKind.Image, file.Type, file.Content, width, height, new(0.5, 0.5), null, new("model", Hash(file.Content), Model: options.Value.Model, PromptSha256: Hash(Encoding.UTF8.GetBytes(prompt)))), null);
    }

    private static string Missed(string outcome, string note)
    {
        CreativeMetrics.Drawn(outcome);
        return note;
    }

    private bool Spend(string account)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var old in _spent.Keys.Where(k => k.Day < today)) _spent.TryRemove(old, out _);
        return _spent.AddOrUpdate((account, today), 1, (_, n) => n + 1) <= options.Value.ImagesPerAccountAndDay;
    }
}
