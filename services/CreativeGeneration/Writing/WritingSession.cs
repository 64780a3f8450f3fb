using System.Collections.Concurrent;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>What a writer that is not free may use while one campaign is written: the gate to ask, a budget, a memory, and a place for reasons.</summary>
/// <param name="started">Timestamp of the campaign's clock.</param>
internal sealed class WritingSession(long started)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(IReadOnlyList<Phrase>, IReadOnlyList<Phrase>)>>> _answers = new();
    private readonly ConcurrentQueue<Violation> _lost = new();
    private readonly ConcurrentDictionary<(string Locale, string Text), TaskCompletionSource<Phrase?>> _translations = new();
    private int _spent;

    public long Started => started;

    /// <summary>Tokens that were asked for, at most the campaign's budget.</summary>
    public int Spent => _spent;

    /// <summary>The gate of the language that is being written; set for each cell.</summary>
    public Func<string, Phrase, FormatSpec, IReadOnlyList<Violation>> Check { get; set; } = (_, _, _) => [];

    /// <summary>Takes tokens from the budget before they are spent; false leaves it as it was.</summary>
    public bool Spend(int tokens, int budget)
    {
        for (var seen = _spent; seen + tokens <= budget; seen = _spent)
            if (Interlocked.CompareExchange(ref _spent, seen + tokens, seen) == seen) return true;
        return false;
    }

    public void Lost(string code, string detail) => _lost.Enqueue(new(code, detail));

    public IEnumerable<Violation> TakeLost()
    {
        while (_lost.TryDequeue(out var lost)) yield return lost;
    }

    /// <summary>True for the first who asks: it translates the text, and says so by <see cref="Translated"/>.</summary>
    public bool Claim(string locale, string text) => _translations.TryAdd((locale, text), new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <param name="phrase">Null when nothing came.</param>
    public void Translated(string locale, string text, Phrase? phrase) => _translations[(locale, text)].TrySetResult(phrase);

    /// <summary>Waits for whoever claimed the text.</summary>
    public Task<Phrase?> TranslationAsync(string locale, string text) => _translations[(locale, text)].Task;

    public Task<(IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)> OnceAsync(string key, Func<Task<(IReadOnlyList<Phrase>, IReadOnlyList<Phrase>)>> make) =>
        _answers.GetOrAdd(key, _ => new(make)).Value;
}
