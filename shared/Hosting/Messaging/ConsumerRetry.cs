using Polly;
using Polly.Retry;

namespace AdPlatform.Hosting.Messaging;

/// <summary>Tries of one message: 5, from 50 ms, doubled with jitter, at most 2 s apart. What fails then goes to the error table.</summary>
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
        .Build();
}
