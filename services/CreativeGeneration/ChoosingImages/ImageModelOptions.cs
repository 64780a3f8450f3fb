using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary><c>AdPlatform:CreativeImageModel</c>: a model that draws when the library has no picture. Without an endpoint there is none, and the backdrop is drawn.</summary>
internal sealed class ImageModelOptions
{
    /// <summary>Of any service with OpenAI's <c>images/generations</c>, with its version: <c>https://api.openai.com/v1</c>. Default: none.</summary>
    public Uri? Endpoint { get; set; }

    public string ApiKey { get; set; } = "none";

    /// <summary>The service's name of the model. Default "default".</summary>
    public string Model { get; set; } = "default";

    /// <summary>One picture. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Pictures that a campaign may ask for. Default 2.</summary>
    [Range(0, 8)]
    public int ImagesPerCampaign { get; set; } = 2;

    /// <summary>Pictures that an account may ask for on a day (UTC), in one process. Default 50.</summary>
    [Range(0, 100_000)]
    public int ImagesPerAccountAndDay { get; set; } = 50;
}
