using Microsoft.EntityFrameworkCore;
using Polly;
using Polly.Retry;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// Tries of one message: 5, from 50 ms, doubled with jitter, at most 2 s apart. What fails then goes to the error table. A lost race for a row is
/// no failure: somebody else has won it, so it is tried again, at most 200 times, 5 to 100 ms apart, before it counts as one.
/// </summary>
internal sealed class ConsumerRetry(TimeProvider clock)
{
    public ResiliencePipeline Pipeline { get; } = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not null and not OperationCanceledException),
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DbUpdateConcurrencyException>(),
            MaxRetryAttempts = 200,
            Delay = TimeSpan.FromMilliseconds(5),
            MaxDelay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();
}
