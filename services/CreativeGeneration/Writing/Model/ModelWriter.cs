using System.Text;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>
/// Asks a language model for more candidates. Its loss, slowness or nonsense costs candidates and is counted; it never costs the campaign. What it returns is trusted no more than
/// anything else: the gate reads all of it, and what was dropped may be repaired once.
/// </summary>
internal sealed class ModelWriter : IWriter, IDisposable
{
    private readonly ModelOptions _options;
    private readonly IChatClient? _client;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _calls;

    public ModelWriter(IOptions<ModelOptions> options, TimeProvider clock, IChatClient? client = null)
    {
        (_options, _clock) = (options.Value, clock);
        _client = client ?? (_options.Endpoint is null ? null : ModelClient.From(_options));
        _places = new SemaphoreSlim(_options.Concurrency);
        var broken = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException);
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (_options.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = _options.Retries, BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), UseJitter = true, ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not (OperationCanceledException or BrokenCircuitException or TimeoutRejectedException)) });
        _calls = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { FailureRatio = 0.5, MinimumThroughput = 4, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = _options.Break, ShouldHandle = broken })
            .AddTimeout(_options.Timeout)
            .Build();
    }

    public string Name => "model";

    public string Version => _options.Model;

    /// <summary>Only where the gate has a language's words: what cannot be checked is not asked for.</summary>
    public bool Speaks(string locale) => _client is not null && Grammars.For(locale) is not null;

    public async ValueTask<Drafts> WriteAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        // One answer serves all formats: each takes what fits it.
        var answer = await session.OnceAsync($"{facts.Locale}|{slot.Key}", () => AnswerAsync(slot, facts, format, session, cancellation));
        IReadOnlyList<Phrase> Fitting(IReadOnlyList<Phrase> texts, string role) => format.Find(role) is { } limit ? [.. texts.Where(t => t.Text.Length <= limit.Max)] : [];
        return new(Fitting(answer.Headlines, Roles.Headline), Fitting(answer.Headlines, Roles.ShortHeadline), Fitting(answer.Bodies, Roles.Body), []) { LongHeadlines = Fitting(answer.Headlines, Roles.LongHeadline) };
    }

    private async Task<(IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)> AnswerAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        var plain = _options.Template;
        (IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)? Read(string answer) =>
            (plain is null ? ModelAnswer.Read(answer) : ModelAnswer.ReadPlain(answer)) is { } read ? (Cited(Roles.Headline, read.Headlines), Cited(Roles.Body, read.Bodies)) : null;
        IReadOnlyList<Phrase> Cited(string role, IReadOnlyList<Phrase> texts) => [.. texts.Select(text => Recited(role, text, facts, format, session))];

        var messages = plain is null ? ModelPrompt.Ask(slot, facts) : ModelPrompt.Fill(plain, slot, facts);
        var schema = plain is null ? ModelPrompt.Schema(facts, _options.TokensPerAnswer, _options.BoundedSchema) : ModelPrompt.PlainSchema(_options.TokensPerAnswer);
        if (await TryAsync(messages, schema, session, cancellation) is not { } raw) return ([], []);
        if (Read(raw) is not { } first) { session.Lost(Codes.ModelGarbage, "the answer has not the asked form"); return ([], []); }
        var dropped = Dropped(first, format, session).ToList();
        if (dropped.Count == 0) return first;
        // A model with a prompt of its own understands no reasons: it is asked once more.
        if (plain is null) messages.AddRange([new(ChatRole.Assistant, raw), .. ModelPrompt.Repair(dropped)]);
        if (await TryAsync(messages, schema, session, cancellation) is not { } again || Read(again) is not { } repaired) return first;
        return ([.. first.Headlines, .. repaired.Headlines], [.. first.Bodies, .. repaired.Bodies]);
    }

    /// <summary>A text that other facts of the brief carry than it cites, or that cites none, cites those; what no fact carries stays as it came.</summary>
    private static Phrase Recited(string role, Phrase text, FactSheet facts, FormatSpec format, WritingSession session)
    {
        if (!session.Check(role, text, format).Any(v => v.Code != Codes.TooLong)) return text;
        var (found, violations) = Citing.Find(role, text.Text, text.Facts, facts, text.Rule, phrase => session.Check(role, phrase, format));
        return text.Facts.Count == 0 || violations.All(v => v.Code == Codes.TooLong) ? found : text;
    }

    private static IEnumerable<(string Text, IReadOnlyList<Violation> Why)> Dropped((IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies) answer, FormatSpec format, WritingSession session) =>
        answer.Headlines.Select(h => (h.Text, session.Check(Roles.Headline, h, format))).Concat(answer.Bodies.Select(b => (b.Text, session.Check(Roles.Body, b, format)))).Where(d => d.Item2.Count > 0);

    /// <returns>The answer's text, or null with the reason counted.</returns>
    private async Task<string?> TryAsync(List<ChatMessage> messages, JsonElement schema, WritingSession session, CancellationToken cancellation)
    {
        var left = _options.CampaignTimeout - _clock.GetElapsedTime(session.Started);
        if (left <= TimeSpan.Zero) { session.Lost(Codes.ModelTimeout, "the campaign's time for the model is over"); return null; }
        if (!session.Spend(ModelPrompt.Tokens(messages) + _options.TokensPerAnswer, _options.TokensPerCampaign)) { session.Lost(Codes.ModelBudget, "the campaign's tokens are spent"); return null; }
        using var overall = new CancellationTokenSource(left, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, overall.Token);
        try
        {
            await _places.WaitAsync(linked.Token);
            try
            {
                return await _calls.ExecuteAsync(async token => await StreamAsync(messages, schema, token), linked.Token);
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
    private async ValueTask<string> StreamAsync(List<ChatMessage> messages, JsonElement schema, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var options = new ChatOptions { MaxOutputTokens = _options.TokensPerAnswer, Temperature = 0.7f, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "copy") };
        await foreach (var update in _client!.GetStreamingResponseAsync(messages, options, cancellation))
        {
            text.Append(update.Text);
            if (text.Length > _options.TokensPerAnswer * 8) break;
        }
        return text.ToString();
    }

    public void Dispose()
    {
        _places.Dispose();
        _client?.Dispose();
    }
}
