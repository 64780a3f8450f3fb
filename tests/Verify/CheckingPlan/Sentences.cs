using System.Globalization;
using System.Text.Json;
using AdPlatform.MediaPlanning.ReadingSentence;

namespace AdPlatform.Verify.CheckingPlan;

internal static class Sentences
{
    public static object Of(string text, string name, DateOnly today)
    {
        string[] sentences;
        try
        {
            sentences = text.TrimStart().StartsWith('[') ? JsonSerializer.Deserialize<string[]>(text)! : text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (JsonException cause)
        {
            throw new UsageException($"{name} is no JSON array of texts: {cause.Message}");
        }
        if (sentences.Length == 0) throw new UsageException($"{name} has no sentence.");
        return new { what = "plan-request", file = name, today, requests = sentences.Select(sentence => Fields(sentence, SentenceGrammar.Read(sentence.Length > SentenceGrammar.MaxLength ? sentence[..SentenceGrammar.MaxLength] : sentence, today))) };
    }

    private static object Fields(string sentence, PlanSentence read) => new
    {
        sentence,
        request = new
        {
            objective = read.Objective?.ToString().ToLowerInvariant(),
            budget = read.Budget is { } budget ? new { amount = budget.Units.ToString("0.00####", CultureInfo.InvariantCulture), budget.Currency } : null,
            read.Flight, read.Geographies, read.Formats, read.Genres, read.ExcludedGenres, read.Devices, read.Audience, read.Frequency, read.FrequencyCap, read.ReachGoal,
            flighting = read.Flighting?.ToString(),
        },
        read.NotUnderstood,
    };
}
