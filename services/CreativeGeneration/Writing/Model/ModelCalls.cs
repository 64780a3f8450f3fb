using System.Text;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Gate;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>Requests to the language model, whoever makes them: one budget a campaign, one circuit, one limit of requests at a time. What goes wrong is counted and costs an answer, nothing else.</summary>
internal sealed class ModelCalls : IDisposable
{
    private readonly IChatClient? _client;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _calls;

    public ModelCalls(IOptions<ModelOptions> options, TimeProvider clock, IChatClient? client = null)
    {
        (Options, _clock) = (options.Value, clock);
        _client = client ?? (Options.Endpoint is null ? null : ModelClient.From(Options));
        _places = new SemaphoreSlim(Options.Concurrency);
        var broken = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException);
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (Options.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = Options.Retries, BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), UseJitter = true, ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not (OperationCanceledException or BrokenCircuitException or TimeoutRejectedException)) });
        _calls = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { FailureRatio = 0.5, MinimumThroughput = 4, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = Options.Break, ShouldHandle = broken })
            .AddTimeout(Options.Timeout)
            .Build();
    }

    public ModelOptions Options { get; }

    /// <summary>There is a model to ask.</summary>
    public bool Answers => _client is not null;

    /// <returns>The answer's text, or null with the reason counted.</returns>
    public async Task<string?> TryAsync(IReadOnlyList<ChatMessage> messages, JsonElement schema, float temperature, WritingSession session, CancellationToken cancellation)
    {
        var left = Options.CampaignTimeout - _clock.GetElapsedTime(session.Started);
        if (left <= TimeSpan.Zero) { session.Lost(Codes.ModelTimeout, "the campaign's time for the model is over"); return null; }
        if (!session.Spend(ModelPrompt.Tokens(messages) + Options.TokensPerAnswer, Options.TokensPerCampaign)) { session.Lost(Codes.ModelBudget, "the campaign's tokens are spent"); return null; }
        using var overall = new CancellationTokenSource(left, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, overall.Token);
        try
        {
            await _places.WaitAsync(linked.Token);
            try
            {
                return await _calls.ExecuteAsync(async token => await StreamAsync(messages, schema, temperature, token), linked.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception e) when (e is TimeoutRejectedException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            session.Lost(Codes.ModelTimeout, "no answer in time");
        }
        catch (BrokenCircuitException)
        {
            session.Lost(Codes.ModelDown, "the service keeps failing and is left alone for now");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a foreign service does, the campaign goes on without it; the reason is counted and kept.
            session.Lost(Codes.ModelDown, e.GetType().Name);
        }
        return null;
    }

    /// <summary>Read as it comes, and no further than the budget: a service that ignores the limit is cut off.</summary>
    private async ValueTask<string> StreamAsync(IReadOnlyList<ChatMessage> messages, JsonElement schema, float temperature, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var options = new ChatOptions { MaxOutputTokens = Options.TokensPerAnswer, Temperature = temperature, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "copy") };
        await foreach (var update in _client!.GetStreamingResponseAsync(messages, options, cancellation))
        {
            text.Append(update.Text);
            if (text.Length > Options.TokensPerAnswer * 8) break;
        }
        return text.ToString();
    }

    public void Dispose()
    {
        _places.Dispose();
        _client?.Dispose();
    }
}
