namespace AdPlatform.Standalone.Demo;

/// <summary>Services hear of each other's work by events: what is asked for is there within moments, or the demo says what is missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task<T> UntilAsync<T>(string what, TimeProvider clock, Func<Task<T>> ask, Func<T, bool> holds, CancellationToken cancellationToken)
    {
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Look, clock, cancellationToken))
        {
            var answer = await ask();
            if (holds(answer)) return answer;
            if (clock.GetElapsedTime(started) > Patience) throw new TimeoutException($"Not within {Patience.TotalSeconds:F0} s: {what}. Last answer: {answer}");
        }
    }
}
