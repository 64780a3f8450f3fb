using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary><c>AdPlatform:CreativeModel</c>: a language model that adds candidates. Without an endpoint there is none, and nothing is missing.</summary>
internal sealed class ModelOptions
{
    /// <summary>Of any OpenAI-compatible service, with its version: <c>https://api.openai.com/v1</c>, <c>http://localhost:11434/v1</c>. Default: none.</summary>
    public Uri? Endpoint { get; set; }

    public string ApiKey { get; set; } = "none";

    /// <summary>The service's name of the model. Default "default".</summary>
    public string Model { get; set; } = "default";

    /// <summary>One request, with its answer. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>All requests of a campaign together: what is not written by then is not waited for. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan CampaignTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Prompt and answer tokens of a campaign, counted before they are spent. Default 60,000.</summary>
    [Range(0, 10_000_000)]
    public int TokensPerCampaign { get; set; } = 60_000;

    /// <summary>Answer tokens of a request. Default 600.</summary>
    [Range(50, 8000)]
    public int TokensPerAnswer { get; set; } = 600;

    /// <summary>Bounds lengths in the schema: llama.cpp and vLLM know <c>maxLength</c>, OpenAI's strict mode refuses it. Default false.</summary>
    public bool BoundedSchema { get; set; }

    /// <summary>
    /// For a model that was trained on a prompt of its own: the whole message, with <c>{language}</c>, <c>{product}</c>, <c>{kind}</c>, <c>{argument}</c>, <c>{identity}</c>, <c>{discount}</c> and
    /// <c>{price}</c>. It answers with one text; what stands between bars or line breaks is a candidate each, and the facts that one rests on are found by the gate. Default: none.
    /// </summary>
    public string? Template { get; set; }

    /// <summary>Requests at the same time, over all campaigns of this process. Default 4.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>Tries again after a failed request, with growing, jittered pauses. Default 2.</summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>How long a service that keeps failing is left alone. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(30);
}
